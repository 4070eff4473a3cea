import { type ImportField, importField } from '@kinora/contract';

/** Names of columns as shops and our own export write them, folded. */
const NAMES: readonly [ImportField, string][] = [
  ['id', 'id|product id|kinora id'],
  ['sku', 'sku|article|article number|item number|style|style number|מקט|מק"ט|رمز المنتج|رمز'],
  ['name', 'name|title|product|product name|שם|שם המוצר|כותרת|الاسم|اسم المنتج|اسم|العنوان'],
  ['kind', 'kind|type|product type|סוג|النوع|نوع'],
  ['brand', 'brand|vendor|make|manufacturer|מותג|יצרן|العلامة|العلامة التجارية|ماركة'],
  ['status', 'status|state|מצב|סטטוס|الحالة'],
  ['price', 'price|amount|msrp|מחיר|السعر|سعر'],
  ['currency', 'currency|מטבע|العملة'],
  ['description', 'description|details|body|body (html)|text|תיאור|الوصف|وصف'],
  ['tags', 'tags|labels|keywords|תגיות|תגים|الوسوم|وسوم'],
  ['variant_id', 'variant id'],
  ['variant_size', 'variant size|size|מידה|المقاس|مقاس'],
  ['variant_colour', 'variant colour|variant color|colour|color|צבע|اللون|لون'],
  ['variant_year', 'variant year|year|model year|שנה|שנת דגם|السنة|سنة'],
  ['variant_trim', 'variant trim|trim|trim level|רמת גימור|الفئة'],
  ['variant_sku', 'variant sku'],
  ['variant_price', 'variant price'],
  ['variant_currency', 'variant currency'],
  ['pictures', 'pictures|images|image|picture|photos|photo|image url|image urls|image src|תמונות|תמונה|صور|صورة|الصور'],
  ['hero', 'hero|main image|cover|hero image'],
  ['front', 'front'],
  ['back', 'back'],
  ['side', 'side'],
  ['detail', 'detail'],
  ['lifestyle', 'lifestyle'],
  ['exterior', 'exterior'],
  ['interior', 'interior'],
  ['sound', 'sound'],
  ['model_3d', 'model 3d|3d model|glb'],
];
const FIELDS = new Map(NAMES.flatMap(([field, names]) => names.split('|').map((name) => [name, field] as const)));
const PREFIXES: readonly [string, string][] = [
  ['variant attribute:', 'variant_attribute:'],
  ['variant number:', 'variant_number:'],
  ['attribute:', 'attribute:'],
  ['number:', 'number:'],
];

/** A field for each column that says what it is; each field once, the first column wins. Others stay out. */
export function proposeMapping(columns: readonly string[]): (ImportField | null)[] {
  const used = new Set<string>();
  return columns.map((column) => {
    const field = readColumn(column);
    if (field === null || used.has(field)) return null;
    used.add(field);
    return field;
  });
}

function readColumn(column: string): ImportField | null {
  const name = column.normalize('NFC').trim();
  const lower = name.toLowerCase();
  for (const [prefix, field] of PREFIXES)
    if (lower.startsWith(prefix)) {
      const parsed = importField.safeParse(field + name.slice(prefix.length).trim());
      return parsed.success ? parsed.data : null;
    }
  return FIELDS.get(lower.replace(/[_-]+/g, ' ').replace(/\s+/g, ' ')) ?? null;
}

const COLUMN_NAMES: Readonly<Record<string, string>> = { model_3d: '3d model' };

/** The name our own export gives a field's column; `proposeMapping` reads it back. */
export function toColumnName(field: ImportField): string {
  for (const [prefix, start] of PREFIXES) if (field.startsWith(start)) return `${prefix} ${field.slice(start.length)}`;
  return COLUMN_NAMES[field] ?? field.replaceAll('_', ' ');
}
