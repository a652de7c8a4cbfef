"""办事人室的表：自然人、登记、法人、委托、同意 (identifiers are sealed for their own table, row and field).

A sealed column holds an AEAD token, never plain text; its blind index holds an HMAC. Both are empty once the person is
erased, and the database checks that they are.
"""

from tongban.rooms.people.models.consent import Consent
from tongban.rooms.people.models.legal_person import LegalPerson
from tongban.rooms.people.models.mandate import Mandate
from tongban.rooms.people.models.person import PHONE_KIND, Claim, Person

__all__ = ["PHONE_KIND", "Claim", "Consent", "LegalPerson", "Mandate", "Person"]
