-- Products without a hero are counted, and looked for, beside these alone: all files of the products were read before.
create index product_media_heroes on product_media (organization_id, product_id) where role = 'hero' and variant_id is null;
