-- Templates of product films lie in the trash before they are gone.
alter table product_templates add column deleted_at timestamptz;
