"""签发证书：本安装自己的根证书与文书签名证书，首次启动时造好，到期之前换新 (the product's own CA for documents).

Two files in the strongbox, each a PEM bundle of one certificate and its private key: ``root.pem`` (20 years) and
``signer.pem`` (3 years, renewed within its last 90 days). EC P-256 throughout. The certificates carry no personal data.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from tongban.foundation.crypto.strongbox import Strongbox
from tongban.foundation.documents.errors import AuthorityDamaged

ROOT_VALID = timedelta(days=20 * 365)
SIGNER_VALID = timedelta(days=3 * 365)
RENEW_BEFORE = timedelta(days=90)
_BACKDATED = timedelta(hours=1)  # a neighbour's clock may be a little behind ours
_ROOT_FILE, _SIGNER_FILE = "root.pem", "signer.pem"
_SIGN_ONLY = {"digital_signature": True, "content_commitment": True}
_CERTIFY_ONLY = {"key_cert_sign": True, "crl_sign": True}


@dataclass(frozen=True, kw_only=True)
class Credential:
    """证书与私钥：私钥从不显示。"""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def lasts(self, at: datetime) -> bool:
        """还够用：此刻有效，且离到期还远。"""
        valid_from, valid_to = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        return valid_from <= at < valid_to - RENEW_BEFORE


class Authority:
    """签发机构：一个文件夹里的根证书与签名证书 (safe when several processes start at once)."""

    def __init__(self, folder: Path, *, name: str = "通办文书签发") -> None:
        """指定文件夹与证书上的名称；文件到用时才造。"""
        self._box = Strongbox(folder)
        self._name = name
        self._signer: Credential | None = None

    def signer(self, *, at: datetime) -> Credential:
        """签名证书：没有就造，将到期就换，平时只读一次。 Refuses: AuthorityDamaged, KeysExposed."""
        if self._signer is None or not self._signer.lasts(at):
            self._signer = self._ready_signer(at)
        return self._signer

    def root(self) -> x509.Certificate | None:
        """根证书：可以公布，供他人验签；还没签过文书时为 None。"""
        found = self._stored(_ROOT_FILE)
        return found.certificate if found else None

    def _ready_signer(self, at: datetime) -> Credential:
        """Under the lock, so that two processes end with one root."""
        with self._box.locked():
            root = self._stored(_ROOT_FILE) or self._kept(_ROOT_FILE, _root(self._name, at))
            signer = self._stored(_SIGNER_FILE)
            if signer is None or not signer.lasts(at):
                signer = self._kept(_SIGNER_FILE, _signer(self._name, root, at))
            return signer

    def _kept(self, name: str, made: Credential) -> Credential:
        self._box.replace(name, _pem(made))
        return made

    def _stored(self, name: str) -> Credential | None:
        content = self._box.read(name)
        return None if content is None else _parsed(name, content)


def _parsed(name: str, content: bytes) -> Credential:
    try:
        key = load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
    except ValueError:
        raise AuthorityDamaged(name=name) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        raise AuthorityDamaged(name=name)
    return Credential(certificate=certificate, key=key)


def _pem(credential: Credential) -> bytes:
    key = credential.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return credential.certificate.public_bytes(Encoding.PEM) + key


def _root(name: str, at: datetime) -> Credential:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(f"{name}根证书")
    draft = _draft(subject, subject, key, (at - _BACKDATED, at + ROOT_VALID), _CERTIFY_ONLY)
    draft = draft.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Credential(certificate=draft.sign(key, SHA256()), key=key)


def _signer(name: str, root: Credential, at: datetime) -> Credential:
    """A signer never outlives its root; a root without 90 days left can no longer make one that lasts."""
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(at + SIGNER_VALID, root.certificate.not_valid_after_utc)
    draft = _draft(_subject(name), root.certificate.subject, key, (at - _BACKDATED, until), _SIGN_ONLY)
    draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    draft = draft.add_extension(_issuer_id(root), critical=False)
    return Credential(certificate=draft.sign(root.key, SHA256()), key=key)


def _draft(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    valid: tuple[datetime, datetime],
    usages: dict[str, bool],
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(usages), critical=True)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


def _issuer_id(root: Credential) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())


def _usage(usages: dict[str, bool]) -> x509.KeyUsage:
    none = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**none, **usages})
