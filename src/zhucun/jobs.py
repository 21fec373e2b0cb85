"""Assembly of the work that events set off: event name to the functions that run after it, perhaps twice."""

from zhucun.core.work import Job
from zhucun.intake import jobs as intake
from zhucun.postings import jobs as postings
from zhucun.verification import jobs as verification
from zhucun.visits import jobs as visits

JOBS: dict[str, tuple[Job, ...]] = {
    "import.confirmed": (intake.start,),
    "means_test.asked": (visits.start_fit,),
    "lists.asked": (visits.start_lists,),
    "import.undo_confirmed": (intake.start_undoing,),
    "posting_plan.solving_asked": (postings.start_solving,),
    "posting_plan.proposed": (postings.tell_those_who_decide,),
    "posting_plan.returned": (postings.tell_the_proposer,),
    "posting_plan.approved": (postings.tell_the_proposer,),
    "posting_plan.published": (postings.tell_those_concerned, postings.move_accounts),
    "secretary.recalled": (postings.tell_the_unit, postings.move_accounts),
    "term.ended": (postings.move_accounts,),
    "register.asked": (verification.start_taking,),
    "comparison.asked": (verification.start_comparing,),
    "comparison.made": (verification.tell_the_villages,),
    "signs.raised": (verification.tell_the_villages,),
    "audit.drawn": (verification.tell_the_villages,),
    "check.assigned": (verification.tell_the_owner,),
    "check.seen": (verification.tell_the_second,),
    "check.doubted": (verification.tell_the_owner,),
    "check.confirmed": (verification.tell_who_closes,),
}
