"""文件：收、验、净化、存放与清扫上传的文件；名字只给人看，位置由内容决定 (files)."""

from tongban.foundation.files.kind import EVERYDAY, IMAGES, Admission, FileKind
from tongban.foundation.files.names import display_name
from tongban.foundation.files.quota import Quota, check_quota
from tongban.foundation.files.refusals import (
    FileBroken,
    FileEmpty,
    FileKindRefused,
    FileNotCombinable,
    FileTooLarge,
    NoSuchFile,
    QuotaExceeded,
    StorageFull,
)
from tongban.foundation.files.store import FileStore, StoredFile

__all__ = [
    "EVERYDAY",
    "IMAGES",
    "Admission",
    "FileBroken",
    "FileEmpty",
    "FileKind",
    "FileKindRefused",
    "FileNotCombinable",
    "FileStore",
    "FileTooLarge",
    "NoSuchFile",
    "Quota",
    "QuotaExceeded",
    "StorageFull",
    "StoredFile",
    "check_quota",
    "display_name",
]
