"""What is said about a product beside its price: the facts that its food label must carry."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from sqlalchemy import select, update

from pos import tables
from pos.catalogue import Catalogue
from pos.events import ProductDescribed
from pos.forms import Form, Sku
from pos.principal import Principal
from pos.repeats import Document
from pos.writer import Batch

Json = dict[str, Any]


def _tidy(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


Words = Annotated[str, Field(max_length=500), AfterValidator(_tidy)]
Amount = Annotated[str, Field(pattern=r"^([1-9][0-9]{0,6})?$")]  # whole grams or millilitres, or nothing


class DescriptionForm(Form):
    """Facts of a product; what is left out stays, an empty text takes a fact away."""

    sku: Sku
    composition: Words | None = None
    allergens: Words | None = None
    storage: Words | None = None
    net_weight_g: Amount | None = None
    net_volume_ml: Amount | None = None
    permit_type: Words | None = None
    permit_no: Words | None = None
    halal_status: Words | None = None
    shelf_life_days: Annotated[int, Field(ge=1, le=3650)] | None = None

    def changes(self) -> Json:
        """What is to be written."""
        return self.model_dump(exclude={"sku"}, exclude_none=True)


@dataclass(frozen=True)
class DescribeProduct(Document[DescriptionForm]):
    """Somebody fills in what a label needs."""

    kind: ClassVar[str] = "description"
    by: Principal

    def book(self, batch: Batch) -> Json:
        """Write it beside what was known; the journal keeps who said what."""
        product = batch.book(Catalogue).get(self.form.sku)
        self.by.require_stall(product.home)
        changes = self.form.changes()
        entry = batch.record(
            ProductDescribed(id=self.id, sku=product.sku, changes=changes, by=self.by.staff or self.by.role)
        )
        self._write(batch, dict(changes))
        return {"id": self.id, "status": "accepted", "seq": entry.seq, "journal": batch.journal}

    def _write(self, batch: Batch, changes: Json) -> None:
        mine = tables.product.c.sku == self.form.sku
        days = changes.pop("shelf_life_days", None)
        facts = batch.fresh_reader.scalar(select(tables.product.c.facts).where(mine)) or {}
        values: Json = {"facts": facts | changes}
        if days is not None:
            values["shelf_life_days"] = days
        batch.connection.execute(update(tables.product).where(mine).values(**values))
        batch.book(Catalogue).forget(self.form.sku)
