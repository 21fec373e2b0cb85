"""Forms of registry, made from the dictionary of facts."""

from zhucun.registry.forms.villages import AdjustForm, NewVillageForm, VillageForm, field_of, label_of

__all__ = ["AdjustForm", "NewVillageForm", "VillageForm", "field_of", "label_of"]
