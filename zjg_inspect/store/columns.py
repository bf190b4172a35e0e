"""What all tables are made of: their metadata, and columns as they are used throughout."""

from sqlalchemy import Boolean, Column, Integer, LargeBinary, MetaData, Text

metadata = MetaData()


def id_(name: str, primary_key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary(16), nullable=False, primary_key=primary_key)


def hash_(name: str, primary_key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary(32), nullable=False, primary_key=primary_key)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)
