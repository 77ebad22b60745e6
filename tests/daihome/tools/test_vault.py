from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from daihome import environment
from daihome.tools import vault
from suggestions.models import VoterIdentity
from tests import factories

FIRST, SECOND = b"1" * 32, b"2" * 32


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.VAULT_KEYS = {"a": FIRST}


def test_what_is_encrypted_can_be_read_again_and_never_looks_the_same():
    tokens = {vault.encrypt("王𪚥 13800138000") for _ in range(3)}

    assert len(tokens) == 3
    assert all(token.startswith("v1:a:") and "13800138000" not in token for token in tokens)
    assert {vault.decrypt(token) for token in tokens} == {"王𪚥 13800138000"}


def test_empty_stays_empty():
    assert vault.encrypt("") == vault.decrypt("") == vault.blind_index("", "phone") == ""


def test_a_token_typed_by_somebody_is_text_like_any_other():
    token = vault.encrypt("张三")

    assert vault.decrypt(vault.encrypt(token)) == token


def test_older_keys_still_open_after_a_new_one(settings):
    token = vault.encrypt("张三")

    settings.VAULT_KEYS = {"b": SECOND, "a": FIRST}

    assert vault.decrypt(token) == "张三"
    assert vault.encrypt("张三").startswith("v1:b:")


def test_missing_key_and_changed_value_are_told_without_the_value(settings):
    token = vault.encrypt("张三")
    changed = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")

    for wrong in (changed, "v2" + token[2:], "张三", "v1:a:$$$", "v1:a:"):
        with pytest.raises(vault.VaultError, match="损坏") as error:
            vault.decrypt(wrong)
        assert "张三" not in str(error.value)
    settings.VAULT_KEYS = {"b": SECOND}
    with pytest.raises(vault.VaultError, match="密钥"):
        vault.decrypt(token)


def test_a_token_cannot_be_moved_to_another_key_id(settings):
    token = vault.encrypt("张三")
    settings.VAULT_KEYS = {"a": FIRST, "b": FIRST}

    with pytest.raises(vault.VaultError):
        vault.decrypt(token.replace("v1:a:", "v1:b:"))


def test_blind_index_depends_on_text_purpose_and_key(settings):
    index = vault.blind_index("13800138000", "phone")

    assert index == vault.blind_index("13800138000", "phone")
    assert len(index) == 64
    others = {vault.blind_index("13800138001", "phone"), vault.blind_index("13800138000", "name")}
    settings.VAULT_KEYS = {"a": SECOND}
    others.add(vault.blind_index("13800138000", "phone"))
    assert len(others | {index}) == 4


def stored(identity):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name FROM {VoterIdentity._meta.db_table} WHERE id = %s", [identity.pk]
        )
        return cursor.fetchone()[0]


def test_field_holds_a_token_once_however_often_it_is_saved(db):
    suggestion = factories.make_suggestion(factories.make_home())
    VoterIdentity.objects.filter(suggestion=suggestion).delete()
    identity = VoterIdentity.objects.create(
        suggestion=suggestion, name="张三", purge_on=date(2030, 1, 1)
    )
    identity.refresh_from_db()
    identity.save()
    VoterIdentity.objects.bulk_update([identity], ["name"])

    assert stored(identity).startswith("v1:a:")
    assert vault.decrypt(stored(identity)) == "张三"
    assert VoterIdentity.objects.get(pk=identity.pk).name == "张三"


def test_field_cannot_be_looked_up_by_its_value(db):
    with pytest.raises(FieldError, match="blind index"):
        VoterIdentity.objects.filter(name="张三").count()


def test_a_new_key_file_in_front_becomes_the_current_key(settings, tmp_path):
    settings.VAULT_KEYS = environment.vault_keys(tmp_path)
    token = vault.encrypt("张三")

    (tmp_path / "keys" / "vault_key").rename(tmp_path / "keys" / "vault_key.2026")
    settings.VAULT_KEYS = environment.vault_keys(tmp_path)

    assert vault.decrypt(token) == "张三"
    assert vault.encrypt("张三").split(":")[1] != token.split(":")[1]
