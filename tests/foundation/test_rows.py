"""A row put into a model column by column is the instance the model itself would have made."""

import pytest
from django.db.models import Model

from tongban.foundation.accounts.models import Account
from tongban.foundation.rows import fresh_row, row_of
from tongban.rooms.cases.models import Case, Document, Draft, DraftFile

MODELS = [Account, Case, Document, Draft, DraftFile]


def content(instance: Model) -> dict[str, object]:
    """Its columns, with what is drawn at random for every row left out."""
    return {name: value for name, value in vars(instance).items() if name not in ("_state", "uid")}


@pytest.mark.parametrize("model", MODELS)
def test_a_fresh_row_has_the_defaults_the_model_gives(model):
    assert content(fresh_row(model)) == content(model())


@pytest.mark.parametrize("model", MODELS)
def test_a_fresh_row_is_not_stored_yet(model):
    made = fresh_row(model)._state
    assert (made.adding, made.db) == (model()._state.adding, model()._state.db)


def test_each_fresh_row_has_defaults_of_its_own():
    one, other = fresh_row(Draft), fresh_row(Draft)
    one.answers["a"] = "b"
    assert (other.answers, one.uid == other.uid) == ({}, False)


def test_given_values_take_the_place_of_defaults():
    given = {"uid": "x", "item_code": "y", "answers": {"a": ["b"]}}
    assert vars(fresh_row(Draft, **given)) | {"_state": None} == vars(Draft(**given)) | {"_state": None}


def test_a_column_that_the_table_has_not_is_an_error():
    with pytest.raises(TypeError, match="Draft has no column itme_code"):
        fresh_row(Draft, itme_code="x")


@pytest.mark.parametrize("model", MODELS)
def test_a_row_that_was_read_is_as_django_reads_it(model):
    names = [field.attname for field in model._meta.concrete_fields]
    values = [f"value {n}" for n in range(len(names))]
    ours, djangos = row_of(model, values), model.from_db("default", names, values)
    assert content(ours) == content(djangos)
    assert (ours._state.adding, ours._state.db, ours.pk) == (False, djangos._state.db, djangos.pk)


def test_a_row_with_a_value_too_few_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        row_of(Draft, ["x"])
