-- Templates of product films that an organization made from the built-in ones. Archived ones stay for films that name them.
create table product_templates (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 60),
  kind text not null,
  brand_id uuid,
  template jsonb not null,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, brand_id) references brands (organization_id, id)
);
create index product_templates_names on product_templates (organization_id, name);
create index product_templates_brand on product_templates (organization_id, brand_id) where brand_id is not null;
select app.protect('product_templates');
select app.keep_updated_at('product_templates');
