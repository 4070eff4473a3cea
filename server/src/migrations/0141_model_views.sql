-- A 3D model is kept with pictures of it from all sides: once round, at most 24.
alter table asset_derivatives drop constraint asset_derivatives_kind_check;
alter table asset_derivatives add constraint asset_derivatives_kind_check
  check (kind in ('working', 'thumbnail', 'poster', 'proxy', 'cutout') or kind ~ '^turn-[0-2][0-9]$');
