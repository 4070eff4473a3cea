-- One hash for each shape where something was set, so that leading one shape's crop leaves the files of the others current.
-- The hash of all shapes together says nothing of one: files with framings or labels of before are asked to be cut once more.
alter table projects add column delivered_shapings jsonb not null default '{}';
alter table projects drop column delivered_shaping;
