/**
 * A photograph as telephones write it, made by hand: four flat tiles (red, green / blue, paper), coded one by one with
 * x265, put together as a grid, turned as a whole. 128 × 128.
 */
const TILES = [
  'AAAAGigBrw7gNIMBydf7S0///JR3IfyEag1iZtP8',
  'AAAAGigBrw7gNIMBydfx3T//849//+hakDWJm0/w',
  'AAAAGigBrw7gNIMBydf8a+Lvf6n0f/8mvYNYmbT/',
  'AAAAGSgBrw7gNIMByKv9+i1//w6vIZiwDWJm0/w=',
].map((text) => Buffer.from(text, 'base64'));
const DECODER = Buffer.from(
  'AQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQA==',
  'base64',
);
const TILE_SIDE = 64;
const GRID = 5;

export type HeicOptions = {
  /** Quarter turns against the clock, as the file asks for. */
  quarterTurns?: number;
  /** ICC profile of its colours. */
  profile?: Buffer;
  /** Sides as its head tells them, where it lies. */
  tellsSide?: number;
};

export function drawHeic({ quarterTurns = 0, profile, tellsSide = 2 * TILE_SIDE }: HeicOptions = {}): Buffer {
  const properties = [
    box('hvcC', DECODER),
    ispe(TILE_SIDE),
    ispe(tellsSide),
    box('irot', Buffer.from([quarterTurns])),
    ...(profile ? [box('colr', Buffer.concat([Buffer.from('prof', 'latin1'), profile]))] : []),
  ];
  const ESSENTIAL = 0x80;
  const ofTile = [ESSENTIAL | 1, 2];
  const ofGrid = [3, ESSENTIAL | 4, ...(profile ? [5] : [])];
  const head = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'));
  const meta = (dataAt: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, Buffer.from(`\0\0\0\0pict${'\0'.repeat(13)}`, 'latin1')),
      fullBox('pitm', 0, u16(GRID)),
      fullBox('iinf', 0, u16(5), ...[1, 2, 3, 4].map((id) => infe(id, 'hvc1', 1)), infe(GRID, 'grid', 0)),
      fullBox('iref', 0, box('dimg', u16(GRID), u16(4), ...[1, 2, 3, 4].map(u16))),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox('ipma', 0, u32(5), ...[1, 2, 3, 4].map((id) => associate(id, ofTile)), associate(GRID, ofGrid)),
      ),
      locate(dataAt),
      box('idat', Buffer.from([0, 0, 1, 1]), u16(tellsSide), u16(tellsSide)),
    );
  const dataAt = head.length + meta(0).length + 8;
  return Buffer.concat([head, meta(dataAt), box('mdat', ...TILES)]);
}

/** Where the parts lie: tiles in the file, the grid beside this box. */
function locate(dataAt: number): Buffer {
  let at = dataAt;
  const tiles = TILES.map((tile, index) => {
    const entry = Buffer.concat([u16(index + 1), u16(0), u16(0), u16(1), u32(at), u32(tile.length)]);
    at += tile.length;
    return entry;
  });
  const grid = Buffer.concat([u16(GRID), u16(1), u16(0), u16(1), u32(0), u32(8)]);
  return fullBox('iloc', 1, Buffer.from([0x44, 0]), u16(5), ...tiles, grid);
}

function infe(id: number, type: string, flags: number): Buffer {
  const version = Buffer.from([2, 0, 0, flags]);
  return box('infe', version, u16(id), u16(0), Buffer.from(`${type}\0`, 'latin1'));
}

function associate(id: number, properties: readonly number[]): Buffer {
  return Buffer.concat([u16(id), Buffer.from([properties.length, ...properties])]);
}

function ispe(side: number): Buffer {
  return fullBox('ispe', 0, u32(side), u32(side));
}

function fullBox(type: string, version: number, ...parts: Buffer[]): Buffer {
  return box(type, Buffer.from([version, 0, 0, 0]), ...parts);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([u32(content.length + 8), Buffer.from(type, 'latin1'), content]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
