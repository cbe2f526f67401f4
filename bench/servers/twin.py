"""The peer: what many would write, plain FastAPI and SQLAlchemy's ORM on asyncpg, with the same rows and body."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import msgspec
import uvicorn
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, String, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from verilink.kit import ids

SHAPE = msgspec.json.decode(os.environ["BENCH_SHAPE"])
DSN = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://", 1)


class Base(DeclarativeBase):
    """Declarative base."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        datetime: DateTime(timezone=True),
    }


class ApiKey(Base):
    """The key table."""

    __tablename__ = "api_key"
    environment_id: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    value_digest: Mapped[bytes] = mapped_column(LargeBinary)


class Account(Base):
    """The account table."""

    __tablename__ = "account"
    environment_id: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    account_type_id: Mapped[str]
    account_type_name: Mapped[str]
    fields: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Inquiry(Base):
    """The inquiry table."""

    __tablename__ = "inquiry"
    environment_id: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    template_id: Mapped[str]
    template_version_id: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    status: Mapped[str]
    creator: Mapped[str]
    note: Mapped[str | None]
    fields: Mapped[dict[str, Any]]
    initial_fields: Mapped[dict[str, Any]]
    flow: Mapped[dict[str, Any]]
    next_step: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Event(Base):
    """The event table."""

    __tablename__ = "event"
    environment_id: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    inquiry_id: Mapped[str | None]
    payload: Mapped[dict[str, Any]]
    context: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Attributes(BaseModel):
    """Request attributes."""

    inquiry_template_id: str = ""
    note: str | None = None


class Data(BaseModel):
    """Request data."""

    attributes: Attributes


class Body(BaseModel):
    """Request body."""

    data: Data


engine = create_async_engine(DSN, pool_size=10)
Session = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


async def session() -> Any:
    """One session a request."""
    async with Session() as opened:
        yield opened


@app.get("/")
async def alive() -> dict[str, str]:
    """Ready."""
    return {}


@app.post("/api/v1/inquiries", status_code=201)
async def create(body: Body, db: AsyncSession = Depends(session)) -> dict[str, Any]:  # noqa: B008
    """Make an inquiry with its account and events."""
    digest = hashlib.sha256(b"key").digest()
    await db.scalar(select(ApiKey).where(ApiKey.value_digest == digest))
    now = datetime.now(UTC)
    env = SHAPE["environment"]
    account = Account(environment_id=env, id=ids.new("act"), account_type_id=SHAPE["account_type"],
                      account_type_name="User", fields={}, created_at=now, updated_at=now)  # fmt: skip
    inquiry = Inquiry(environment_id=env, id=ids.new("inq"), template_id=SHAPE["template"],
                      template_version_id=SHAPE["version"], account_id=account.id, status="created", creator="API",
                      note=body.data.attributes.note, fields=SHAPE["fields"], initial_fields={}, flow={"step": "start"},
                      next_step="start", created_at=now, updated_at=now, expires_at=now + timedelta(days=1))  # fmt: skip
    payload = {"data": SHAPE["inquiry"] | {"id": inquiry.id}}
    events = [
        Event(environment_id=env, id=ids.new("evt"), name="inquiry.created", object_type="inquiry",
              object_id=inquiry.id, inquiry_id=inquiry.id, payload=payload, context={}, created_at=now),
        Event(environment_id=env, id=ids.new("evt"), name="account.created", object_type="account",
              object_id=account.id, payload={"data": SHAPE["account"]}, context={}, created_at=now),
    ]  # fmt: skip
    db.add_all([account, inquiry, *events])
    await db.commit()
    return payload


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(os.environ["PORT"]), loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
