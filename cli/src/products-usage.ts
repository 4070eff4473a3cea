export const PRODUCTS_USAGE = `kinora products import FILE.csv [--map FILE] [--pictures ZIP] [--encoding utf-8|utf-16le|utf-16be|
  windows-1252|windows-1255|windows-1256] [--delimiter comma|semicolon|tab|pipe] [--dry-run] [--json]
kinora products export [--out FILE] [--delimiter …] [--encoding utf-8|utf-16le]`;
