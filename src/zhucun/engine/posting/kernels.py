"""Shortest augmenting paths with whole prices on a sparse posting network: the inner loops, compiled.

Nodes are numbered villages, then candidates, then units and groups, then the root. One unit of flow runs from a
village to a candidate, on to the candidate's unit, the groups above and the root. `price[x]` of a village is what its
best choice is worth to it; of any other node, what it costs to pass a person through. Kept true at all times, for
every arc that can still take or give back flow ("residual"):

    village v -> candidate c    price[v] >= score - price[c], equal where c serves v
    candidate -> unit           price[c] >= price[unit] if c is sent, <= if not
    group g -> group above      price[g] <= price[above] if flow < most, >= if flow > least

A flow that balances everywhere and keeps these is optimal. What does not balance yet is `waiting` villages, `spare`
people at a group, or a `need` for people; each is settled along a shortest path, so the inequalities never break.
A least quota without real people (or a person who must be sent and has nowhere to go) borrows an imaginary one at a
cost above all else, so that a search always ends; any left at the end prove that there is no plan.
"""

from typing import Any, NamedTuple

import numpy as np

from zhucun.engine.posting.compiled import compiled

NEVER = 2**62
NOWHERE = -1


class Net(NamedTuple):
    """The arrays of a network; see `network.Network`, which owns them."""

    outside: Any  # [villages] what an unfilled village is worth (far below any score)
    first_of_village: Any  # [villages] newest arc of the village, -1 at the end of the chain
    first_of_candidate: Any  # [candidates]
    next_of_village: Any  # [arcs]
    next_of_candidate: Any  # [arcs]
    arc_village: Any  # [arcs]
    arc_candidate: Any  # [arcs]
    arc_score: Any  # [arcs]
    post: Any  # [villages] candidate who serves there, or -1
    holder: Any  # [candidates] village where they serve, or -1
    sent: Any  # [candidates] 1 if the arc to the unit carries flow
    must: Any  # [candidates] 1 if it has to
    parent: Any  # [candidates, tree nodes and root] node above, as a node number; -1 above the root
    first_member: Any  # [tree nodes + 1] into `members`
    members: Any  # candidates by unit, as node numbers
    first_child: Any  # [tree nodes + 1] into `children`
    children: Any  # tree nodes by the node above, as node numbers
    least: Any  # [tree nodes]
    most: Any  # [tree nodes]
    flow: Any  # [tree nodes]
    borrow_cost: Any  # [candidates and tree nodes] cost of an imaginary person where one is missing; NEVER: impossible
    borrowed: Any  # [candidates and tree nodes] imaginary people in use
    price: Any  # [all nodes]
    need: Any  # [all nodes] people missing here


class Search(NamedTuple):
    """The scratch arrays of a search, clean (as when made) between searches."""

    distance: Any  # [all nodes] NEVER where not reached
    via: Any  # [all nodes] neighbour towards the start of the search
    heap: Any  # [all nodes] reached but not settled, nearest first
    place: Any  # [all nodes] where in the heap, -1 if not in it
    touched: Any  # [all nodes] whatever was reached
    count: Any  # [2] how many are in the heap, how many were touched


@compiled
def _rise(heap: Any, place: Any, distance: Any, i: int) -> None:
    node = heap[i]
    while i > 0:
        above = (i - 1) >> 1
        if distance[heap[above]] <= distance[node]:
            break
        heap[i] = heap[above]
        place[heap[i]] = i
        i = above
    heap[i] = node
    place[node] = i


@compiled
def _sink(heap: Any, place: Any, distance: Any, size: int) -> None:
    node, i = heap[0], 0
    while True:
        below = 2 * i + 1
        if below >= size:
            break
        if below + 1 < size and distance[heap[below + 1]] < distance[heap[below]]:
            below += 1
        if distance[heap[below]] >= distance[node]:
            break
        heap[i] = heap[below]
        place[heap[i]] = i
        i = below
    heap[i] = node
    place[node] = i


@compiled
def _reach(search: Search, node: int, via: int, distance: int) -> None:
    """Note a shorter way to a node."""
    if distance >= search.distance[node]:
        return
    if search.distance[node] == NEVER:
        search.touched[search.count[1]] = node
        search.count[1] += 1
    search.distance[node] = distance
    search.via[node] = via
    if search.place[node] < 0:
        search.heap[search.count[0]] = node
        search.count[0] += 1
        _rise(search.heap, search.place, search.distance, search.count[0] - 1)
    else:
        _rise(search.heap, search.place, search.distance, search.place[node])


@compiled
def _nearest(search: Search) -> int:
    """Take the nearest node out of the heap."""
    node = search.heap[0]
    search.place[node] = -1
    search.count[0] -= 1
    if search.count[0] > 0:
        search.heap[0] = search.heap[search.count[0]]
        _sink(search.heap, search.place, search.distance, search.count[0])
    return int(node)


@compiled
def _finish(net: Net, search: Search, found: int, end: int, backward: bool) -> None:
    """Move the prices by what the search learnt, and clean its traces."""
    villages = len(net.post)
    for i in range(search.count[0]):
        search.place[search.heap[i]] = -1
    for i in range(search.count[1]):
        node = search.touched[i]
        gain = found - search.distance[node]
        search.distance[node] = NEVER
        if end != NOWHERE and gain > 0:
            net.price[node] += gain if (node < villages) == backward else -gain
    search.count[0] = 0
    search.count[1] = 0


@compiled
def _can_rise(net: Net, c: int) -> bool:
    """Say whether a candidate who is not sent yet could be, no quota on the way being full."""
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    node = net.parent[c]
    while node != root:
        if net.flow[node - first_group] >= net.most[node - first_group]:
            return False
        node = net.parent[node - villages]
    return True


@compiled
def _can_drop(net: Net, c: int) -> bool:
    """Say whether a candidate who is sent could stay at home, no least quota on the way being touched."""
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    node = net.parent[c]
    while node != root:
        if net.flow[node - first_group] <= net.least[node - first_group]:
            return False
        node = net.parent[node - villages]
    return bool(net.must[c] == 0)


@compiled
def _forward(net: Net, search: Search, start: int) -> int:
    """Find the cheapest place for one surplus person or waiting village; return where the path ends."""
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    found, end = NEVER, NOWHERE
    limit = NEVER  # a path of this length is known to exist, so anything farther is not worth noting
    _reach(search, start, NOWHERE, 0)
    while search.count[0] > 0:
        node = _nearest(search)
        here = search.distance[node]
        if here >= found:
            break
        if node == root or net.need[node] > 0 or (node >= villages and net.borrowed[node - villages] > 0):
            found, end = here, node
            break
        if node < villages:
            alone = here + net.price[node] - net.outside[node]
            if alone < found:
                found, end = alone, node
                limit = min(limit, found)
            arc = net.first_of_village[node]
            while arc >= 0:
                c = net.arc_candidate[arc]
                far = here + net.price[node] + net.price[villages + c] - net.arc_score[arc]
                if far <= limit and far < search.distance[villages + c] and c != net.post[node]:
                    _reach(search, villages + c, node, far)
                    if net.need[villages + c] > 0:
                        limit = far
                    elif net.sent[c] == 0 and far - net.price[villages + c] < limit and _can_rise(net, c):
                        limit = far - net.price[villages + c]
                arc = net.next_of_village[arc]
        elif node < first_group:
            c = node - villages
            if net.sent[c] == 0:
                above = net.parent[c]
                _reach(search, above, node, here + net.price[above] - net.price[node])
            else:
                _reach(search, net.holder[c], node, here)
        else:
            g = node - first_group
            if net.flow[g] < net.most[g]:
                above = net.parent[candidates + g]
                _reach(search, above, node, here + net.price[above] - net.price[node])
            for i in range(net.first_member[g], net.first_member[g + 1]):
                member = net.members[i]
                if net.sent[member - villages] == 1 and net.must[member - villages] == 0:
                    far = here + net.price[member] - net.price[node]
                    if far <= limit:
                        _reach(search, member, node, far)
            for i in range(net.first_child[g], net.first_child[g + 1]):
                child = net.children[i]
                if net.flow[child - first_group] > net.least[child - first_group]:
                    far = here + net.price[child] - net.price[node]
                    if far <= limit:
                        _reach(search, child, node, far)
    _finish_forward(net, search, found, end)
    return end


@compiled
def _finish_forward(net: Net, search: Search, found: int, end: int) -> None:
    """Send one unit along the path just found and move the prices."""
    villages, candidates = len(net.post), len(net.holder)
    first_group = villages + candidates
    node = end
    if end == NOWHERE:
        pass
    elif end < villages:
        net.post[end] = -1
    elif net.need[end] > 0:
        net.need[end] -= 1
    elif end < len(net.price) - 1:
        net.borrowed[end - villages] -= 1
    while node != NOWHERE and search.via[node] != NOWHERE:
        before = search.via[node]
        if before < villages:  # a village takes this candidate
            net.post[before] = node - villages
            net.holder[node - villages] = before
        elif node >= villages:
            if node < first_group:  # a unit calls this candidate back
                net.sent[node - villages] = 0
                net.holder[node - villages] = -1
            elif before < first_group:  # a candidate is sent by the unit
                net.sent[before - villages] = 1
            elif net.parent[before - villages] == node:  # a group sends one more upwards
                net.flow[before - first_group] += 1
            else:  # a group above calls one back
                net.flow[node - first_group] -= 1
        node = before
    _finish(net, search, found, end, False)


@compiled
def _backward(net: Net, search: Search, target: int) -> int:
    """Find the cheapest source for one missing person at `target`; return it, or -1 if there is none."""
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    found, end = NEVER, NOWHERE
    limit = NEVER  # as above
    _reach(search, target, NOWHERE, 0)
    while search.count[0] > 0:
        node = _nearest(search)
        here = search.distance[node]
        if here >= found:
            break
        if node == root or (node < villages and net.post[node] < 0):
            found, end = here, node
            break
        if node >= villages and net.borrow_cost[node - villages] < NEVER:
            imagined = here + net.borrow_cost[node - villages] + net.price[node]
            if imagined < found:
                found, end = imagined, node
                limit = min(limit, found)
        if node < villages:
            _reach(search, villages + net.post[node], node, here)
        elif node < first_group:
            c = node - villages
            if net.sent[c] == 1 and here + net.price[node] < limit and _can_drop(net, c):
                limit = here + net.price[node]
            arc = net.first_of_candidate[c]
            while arc >= 0:
                v = int(net.arc_village[arc])
                far = here + net.price[v] + net.price[node] - net.arc_score[arc]
                if far <= limit and far < search.distance[v] and net.post[v] != c:
                    _reach(search, v, node, far)
                    if net.post[v] < 0:
                        limit = far
                arc = net.next_of_candidate[arc]
            if net.sent[c] == 1 and net.must[c] == 0:
                above = net.parent[c]
                _reach(search, above, node, here + net.price[node] - net.price[above])
        else:
            g = node - first_group
            for i in range(net.first_member[g], net.first_member[g + 1]):
                member = net.members[i]
                if net.sent[member - villages] == 0:
                    far = here + net.price[node] - net.price[member]
                    if far <= limit:
                        _reach(search, member, node, far)
            for i in range(net.first_child[g], net.first_child[g + 1]):
                child = net.children[i]
                if net.flow[child - first_group] < net.most[child - first_group]:
                    far = here + net.price[node] - net.price[child]
                    if far <= limit:
                        _reach(search, child, node, far)
            if net.flow[g] > net.least[g]:
                above = net.parent[candidates + g]
                _reach(search, above, node, here + net.price[node] - net.price[above])
    _finish_backward(net, search, found, end)
    return end


@compiled
def _finish_backward(net: Net, search: Search, found: int, end: int) -> None:
    """Bring one unit along the path just found and move the prices."""
    villages, candidates = len(net.post), len(net.holder)
    first_group = villages + candidates
    node = end
    while node != NOWHERE and search.via[node] != NOWHERE:
        after = search.via[node]
        if node < villages:  # this village takes the candidate
            net.post[node] = after - villages
            net.holder[after - villages] = node
        elif after >= villages:
            if after < first_group:  # the unit calls this candidate back
                net.sent[after - villages] = 0
                net.holder[after - villages] = -1
            elif node < first_group:  # the candidate is sent
                net.sent[node - villages] = 1
            elif net.parent[node - villages] == after:  # a group sends one more upwards
                net.flow[node - first_group] += 1
            else:  # the group above takes one less
                net.flow[after - first_group] -= 1
        node = after
    if villages <= end < len(net.price) - 1:
        net.borrowed[end - villages] += 1
    if end != NOWHERE:
        net.need[node] -= 1
    _finish(net, search, found, end, True)


@compiled
def release(net: Net, v: int) -> None:
    """Take the person away from village v; where the vacancy has a price, note that somebody is needed."""
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    c = net.post[v]
    net.post[v] = -1
    net.holder[c] = -1
    node, above = villages + c, net.parent[c]
    if net.price[node] != net.price[above] or net.must[c] == 1:
        net.need[node] += 1
        return
    net.sent[c] = 0
    node = above
    while node != root:
        g, above = node - first_group, net.parent[node - villages]
        if net.price[node] != net.price[above] or net.flow[g] <= net.least[g]:
            net.need[node] += 1
            return
        net.flow[g] -= 1
        node = above


@compiled
def refresh(net: Net, changed: Any, waiting: Any) -> int:
    """Let villages look at their arcs again; return how many now wait, listed in `waiting`."""
    villages = len(net.post)
    count = 0
    for v in changed:
        best, current = net.outside[v], -NEVER
        arc = net.first_of_village[v]
        while arc >= 0:
            worth = net.arc_score[arc] - net.price[villages + net.arc_candidate[arc]]
            best = max(best, worth)
            if net.arc_candidate[arc] == net.post[v]:
                current = worth
            arc = net.next_of_village[arc]
        net.price[v] = best
        if net.post[v] >= 0:
            if current == best:
                continue
            release(net, v)
        elif best == net.outside[v]:
            continue
        waiting[count] = v
        count += 1
    return count


@compiled
def settle(net: Net, search: Search, waiting: Any, spare: Any, needing: Any) -> None:
    """Settle waiting villages and spare people, then every need."""
    for v in waiting:
        _forward(net, search, v)
    for node in spare:
        _forward(net, search, node)
    for node in needing:
        while net.need[node] > 0:
            if _backward(net, search, node) == NOWHERE:
                break


@compiled
def lift(net: Net, down: Any) -> None:
    """Raise the price of everybody who is not sent to what passing them through would cost; `down` is top to bottom."""
    villages, candidates = len(net.post), len(net.holder)
    for g in down:
        if net.flow[g] == 0 and net.need[villages + candidates + g] == 0:
            node = villages + candidates + g
            net.price[node] = max(net.price[node], net.price[net.parent[candidates + g]])
    for c in range(candidates):
        if net.sent[c] == 0:
            net.price[villages + c] = max(net.price[villages + c], net.price[net.parent[c]])


@compiled
def adopt(net: Net, worth: Any, order: Any, up: Any, spare: Any) -> int:
    """Start from guessed prices: `worth[c]` for each candidate, dearest first in `order`.

    Quotas get the price at which their next person is turned away. Returns how many spare people there are at
    groups, listed in `spare`; what is missing is noted in `need`.
    """
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    net.post[:] = -1
    net.holder[:] = -1
    net.sent[:] = 0
    net.need[:] = 0
    net.flow[:] = 0
    net.borrowed[:] = 0
    net.price[first_group:] = 0
    for c in order:  # the greedy choice of a laminar matroid
        node = net.parent[c]
        free = True
        while node != root:
            g = node - first_group
            if net.flow[g] >= net.most[g]:
                free = False
                if net.price[node] == 0:
                    net.price[node] = worth[c]
            node = net.parent[node - villages]
        node = net.parent[c]
        while free and node != root:
            net.flow[node - first_group] += 1
            node = net.parent[node - villages]
    for i in range(len(up) - 1, -1, -1):
        node = first_group + up[i]
        net.price[node] = max(net.price[node], net.price[net.parent[node - villages]])
    for c in range(candidates):
        above = net.price[net.parent[c]]
        net.price[villages + c] = max(worth[c], above)
        net.sent[c] = 1 if worth[c] > above or net.must[c] == 1 else 0
        net.need[villages + c] = net.sent[c]
    return balance(net, up, spare)


@compiled
def balance(net: Net, up: Any, spare: Any) -> int:
    """Set the flow of every group as its price demands; note needs, list spare people, return their number."""
    villages, candidates = len(net.post), len(net.holder)
    first_group, root = villages + candidates, len(net.price) - 1
    inflow = np.zeros(len(net.flow) + 1, np.int64)
    for c in range(candidates):
        inflow[net.parent[c] - first_group] += net.sent[c]
    count = 0
    for g in up:
        node = first_group + g
        above = net.parent[node - villages]
        if net.price[node] > net.price[above]:
            net.flow[g] = net.most[g]
        elif net.price[node] < net.price[above]:
            net.flow[g] = net.least[g]
        else:
            net.flow[g] = min(max(inflow[g], net.least[g]), net.most[g])
        if above != root:
            inflow[above - first_group] += net.flow[g]
        net.need[node] = max(0, net.flow[g] - inflow[g] - net.borrowed[candidates + g])
        for _ in range(inflow[g] + net.borrowed[candidates + g] - net.flow[g]):
            spare[count] = node
            count += 1
    return count


@compiled
def chain(net: Net, start: int, stop: int) -> None:
    """Hang new arcs into the chains of their villages and candidates."""
    for arc in range(start, stop):
        v, c = net.arc_village[arc], net.arc_candidate[arc]
        net.next_of_village[arc] = net.first_of_village[v]
        net.next_of_candidate[arc] = net.first_of_candidate[c]
        net.first_of_village[v] = arc
        net.first_of_candidate[c] = arc


@compiled
def find_arc(net: Net, v: int, c: int) -> int:
    """Return the arc of a pair, -1 if it is not in the network."""
    arc = net.first_of_village[v]
    while arc >= 0 and net.arc_candidate[arc] != c:
        arc = net.next_of_village[arc]
    return int(arc)
