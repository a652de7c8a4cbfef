"""换密钥：换的当时照样找得到人，重封之后旧密钥可以销毁。"""

import pytest

from tests.factories.people import AT, CLERK, firm, id_no, person, registration
from tongban.foundation.crypto.errors import KeyMissing
from tongban.foundation.crypto.keyring import KeyRing, Purpose, house_ring
from tongban.rooms.people import acts, jobs, models, queries
from tongban.rooms.people.words import ErasureGround

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_ring_of_our_own(settings, tmp_path) -> None:
    # Parallel workers share one home: a key destroyed here would be missed there.
    settings.KEYS_DIR = tmp_path / "keys"


def rotate_all() -> list[str]:
    """New keys for sealing and looking up; the ids of the old ones."""
    ring, old = house_ring(), []
    for purpose in (Purpose.FIELD, Purpose.BLIND_INDEX):
        old.append(ring.current(purpose).id)
        ring.rotate(purpose)
    return old


def destroy(ring: KeyRing, keys: list[str]) -> None:
    for key in keys:
        ring.destroy(key)


def test_during_a_rotation_everybody_is_still_found_and_nobody_registered_twice():
    number = person(1)
    rotate_all()
    assert (queries.find_person(id_no=id_no(1)), person(1)) == (number, number)
    assert queries.find_by_phone(phone=registration(1).phone) == [number]
    assert queries.prefill_facts(person_id=number)["person.id_no"] == id_no(1)


def test_after_sealing_anew_the_old_keys_may_be_destroyed():
    number, gone, firm_id = person(1), person(2), firm(1)
    acts.erase_person(person_id=gone, ground=ErasureGround.FULFILLED, by=CLERK, at=AT)
    before = queries.prefill_facts(person_id=number, legal_person_id=firm_id)
    old = rotate_all()
    assert (jobs.reseal(), jobs.reseal()) == (2, 0)
    destroy(house_ring(), old)
    assert queries.prefill_facts(person_id=number, legal_person_id=firm_id) == before
    assert (queries.find_person(id_no=id_no(1)), person(1)) == (number, number)


def test_a_key_destroyed_too_early_is_a_plain_refusal():
    number = person(1)
    destroy(house_ring(), rotate_all())
    with pytest.raises(KeyMissing):
        queries.person(person_id=number)
    assert models.Person.objects.filter(pk=number).exists()
