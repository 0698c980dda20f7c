"""How Alembic meets the database: on the connection of exhibition/schema.py, in its transaction."""

from alembic import context

from exhibition.schema import METADATAS

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATAS,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
