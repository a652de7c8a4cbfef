"""文书：排版成 PDF/A、加二维码、签名、验签 (documents: typeset, carry a code, are signed and verified). No government meaning."""
