"""Alembic runs on the connection that it is handed: the transaction is the caller's."""

from alembic import context

from zjg_inspect.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
