import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileParser, type FileParser } from '@kinora/media-node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteOrderMark, type CsvOptions, toCsvRow } from '../export/write-csv.ts';
import { formatAmount, guardFormula, readNumber, readPrice, restoreFormula, splitPictures } from './cells.ts';
import { proposeMapping, toColumnName } from './propose-mapping.ts';

let folder: string;
let parser: FileParser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-csv-'));
  parser = createFileParser();
});
afterAll(async () => {
  parser.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(bytes: Buffer, options = {}) {
  const file = join(folder, 'table.csv');
  await writeFile(file, bytes);
  const table = await parser.parse('table', file, join(folder, 'out'), options);
  const lines = (await readFile(table.rowsFile, 'utf8')).split('\n').filter(Boolean);
  return { ...table, rows: lines.map((line) => JSON.parse(line) as [number, string[]]) };
}

/** What breaks tables: quotes, separators, line ends of every kind, formulas, marks, other scripts. */
const nasty = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  '\u2028',
  '\ufeff',
  "'",
  '=',
  '+',
  '-',
  '@',
  ' ',
  'שָׁלוֹם',
  'قميص',
  '👟',
  'a',
];
const cell = fc.array(fc.constantFrom(...nasty), { maxLength: 8 }).map((parts) => parts.join(''));
const options: fc.Arbitrary<CsvOptions> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  encoding: fc.constantFrom('utf-8', 'utf-16le'),
});

describe('a table of ours', () => {
  it('is read back letter by letter, whatever its cells hold', async () => {
    const rows = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    await fc.assert(
      fc.asyncProperty(rows, options, async (cells, how) => {
        const header = cells[0]!.map((_, index) => `column ${index}`);
        const written = [header, ...cells].map((row) => toCsvRow(row, how));
        const table = await read(Buffer.concat([byteOrderMark(how), ...written]));
        expect([table.columns, table.encoding]).toEqual([header, how.encoding]);
        const kept = cells.filter((row) => row.some((each) => guardFormula(each).trim() !== ''));
        expect(table.rows.map(([, row]) => row.map(restoreFormula))).toEqual(kept);
      }),
      { numRuns: 60 },
    );
  });

  it('holds no cell that a spreadsheet would run, and guarding is undone exactly', () => {
    fc.assert(
      fc.property(cell, (value) => {
        const guarded = guardFormula(value);
        expect(guarded).not.toMatch(/^[=+\-@\t\r]/);
        expect(restoreFormula(guarded)).toBe(value);
      }),
    );
  });

  it('names its columns so that they are matched again', () => {
    const fields = [
      'id',
      'sku',
      'name',
      'variant_colour',
      'attribute:Material',
      'number:Weight, g',
      'variant_number:Waist',
      'model_3d',
      'hero',
    ];
    expect(proposeMapping(fields.map(toColumnName))).toEqual(fields);
  });
});

describe('a table of others', () => {
  it.each([
    ['comma', 'name,price\nA,"1,5"\n', ','],
    ['semicolon with decimal commas', 'name;price\nA;1,5\nB;2,5\nC;3,75\n', ';'],
    ['tab', 'name\tprice\nA, B\t1\n', '\t'],
    ['Excel’s hint', 'sep=;\r\nname;price\r\nA,B;1,2\r\n', ';'],
    ['one column', 'name\nA\n', ','],
  ])('has its delimiter found: %s', async (_title, text, delimiter) => {
    expect((await read(Buffer.from(text))).delimiter).toBe(delimiter);
  });

  it('has its encoding found by mark or bytes, or takes the declared one', async () => {
    const text = 'שם;מחיר\r\nחולצה;89\r\n';
    const wide = Buffer.from(text, 'utf16le');
    expect((await read(wide)).columns).toEqual(['שם', 'מחיר']);
    const swapped = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]);
    expect(await read(swapped)).toMatchObject({ encoding: 'utf-16be', columns: ['שם', 'מחיר'] });
    const hebrew = Buffer.from([0xf9, 0xed, 0x3b, 0xee, 0x0a, 0xe0, 0x3b, 0x31, 0x0a]);
    expect(await read(hebrew)).toMatchObject({ encoding: 'windows-1252', isEncodingCertain: false });
    expect(await read(hebrew, { encoding: 'windows-1255' })).toMatchObject({
      columns: ['שם', 'מ'],
      isEncodingCertain: true,
    });
    expect(
      (await read(Buffer.from([0xc7, 0xd3, 0xe3, 0x2c, 0x61, 0x0a]), { encoding: 'windows-1256' })).columns[0],
    ).toBe('اسم');
  });

  it('counts rows as a spreadsheet does and says where a quotation mark is missing', async () => {
    const table = await read(Buffer.from('name,size\n"two\nlines",15" screen\n,\n\nlast\n'));
    expect(table.rows).toEqual([
      [2, ['two\nlines', '15" screen']],
      [5, ['last']],
    ]);
    await expect(read(Buffer.from('name,size\nA,"open\nB,1\n'))).rejects.toMatchObject({
      code: 'intake.table_unreadable',
    });
    const odd = await read(Buffer.from(`na\0me,${'👟'.repeat(150)}\n${'a'.repeat(199)}👟,\0\n`));
    expect(odd.columns).toEqual(['name', '👟'.repeat(100)]);
    expect(odd.samples).toEqual([['a'.repeat(199), '']]);
    await expect(read(Buffer.from('\n\n'))).rejects.toMatchObject({ code: 'intake.empty' });
  });
});

describe('cells', () => {
  it.each([
    ['89', 'EUR', 8900],
    ['1,299.50', 'USD', 129950],
    ['1.299,50 €', null, 129950],
    ['₪ 1,299', null, 129900],
    ['12,5', 'EUR', 1250],
    ['1 299', 'EUR', 129900],
    ['1299', 'JPY', 1299],
    ['1.250', 'KWD', 1250],
    ['٨٩٫٥'.replace('٫', ','), 'ILS', 8950],
  ])('read the price %s', (text, currency, amountMinor) => {
    expect(readPrice(text, currency)).toMatchObject({ kind: 'price', price: { amountMinor } });
  });

  it('refuse what is no price', () => {
    for (const text of ['12,5O', 'free', '-3', '1.2.3,4,5', '12.555,5555'])
      expect(readPrice(text, 'EUR').kind, text).toBe('unreadable');
    expect(readPrice('12', null).kind).toBe('no_currency');
    expect([readNumber('1,5'), readNumber('1e3'), readNumber('1.2.3'), readNumber('')]).toEqual([
      1.5,
      1000,
      null,
      null,
    ]);
    expect(splitPictures('https://a.example/1,2.jpg, https://a.example/3.jpg | b.png')).toEqual([
      'https://a.example/1,2.jpg',
      'https://a.example/3.jpg',
      'b.png',
    ]);
  });

  it('write a price that is read as the same, in every currency', () => {
    const currency = fc.constantFrom('EUR', 'USD', 'ILS', 'JPY', 'KWD', 'CLF');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), currency, (amountMinor, code) => {
        const price = { amountMinor, currency: code };
        expect(readPrice(formatAmount(price), code)).toEqual({ kind: 'price', price });
      }),
    );
  });
});
