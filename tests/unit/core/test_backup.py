"""A backup is only one when it has been restored."""

import tarfile

import pytest

from zhucun.core.backup import make_backup, restore_backup
from zhucun.core.models import Place, User
from zhucun.core.refusals import Refused


@pytest.mark.django_db(transaction=True)
def test_what_was_lost_after_a_backup_comes_back(tmp_path, county, person, settings):
    settings.HOME = tmp_path / "home"
    (settings.HOME / "uploads").mkdir(parents=True)
    (settings.HOME / "uploads" / "list.xlsx").write_bytes(b"a file")
    person("organiser", username="kept")
    made = make_backup(tmp_path)
    assert made.stat().st_mode & 0o077 == 0  # it holds people's facts

    User.objects.filter(username="kept").update(username="lost")
    Place.objects.filter(pk=county).delete()
    (settings.HOME / "uploads" / "list.xlsx").unlink()
    restore_backup(made, overwrite=True)

    assert Place.objects.get(pk=county).name == "永寿县"
    assert User.objects.get(username="kept").scope == county
    assert (settings.HOME / "uploads" / "list.xlsx").read_bytes() == b"a file"


@pytest.mark.django_db(transaction=True)
def test_restoring_over_data_must_be_said(tmp_path, person):
    person("organiser")
    made = make_backup(tmp_path / "b.tar.gz")
    with pytest.raises(Refused) as refused:
        restore_backup(made, overwrite=False)
    assert refused.value.code == "backup.not_empty"


def test_a_file_that_is_no_backup_is_refused_before_anything_is_touched(tmp_path, db):
    file = tmp_path / "x.tar.gz"
    file.write_bytes(b"not an archive")
    with pytest.raises(Refused) as refused:
        restore_backup(file, overwrite=True)
    assert refused.value.code == "backup.not_one"
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "database.other")
    with pytest.raises(Refused) as refused:
        restore_backup(file, overwrite=True)
    assert refused.value.code == "backup.other_database"
