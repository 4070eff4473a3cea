import { Document, WebIO } from '@gltf-transform/core';
import sharp from 'sharp';

type Point = readonly [radius: number, height: number];

/** A bottle's outline from its foot to the rim of its cap. */
const OUTLINE: readonly Point[] = [
  [0, 0],
  [0.3, 0],
  [0.34, 0.03],
  [0.34, 0.85],
  [0.3, 0.98],
  [0.13, 1.08],
  [0.12, 1.2],
  [0.16, 1.2],
  [0.16, 1.42],
  [0, 1.42],
];
const STEPS = 64;
const LABEL = `<svg width="1024" height="512"><rect width="1024" height="512" fill="#2f6b62"/>
  <rect x="392" y="150" width="240" height="200" fill="#f3ece0"/>
  <path d="M452 310 L512 190 L572 310" fill="none" stroke="#b5452c" stroke-width="22"/></svg>`;

export type ModelFault = 'links' | 'packed' | 'cut short' | 'no triangles' | 'layers';

/** The same triangles so many times over each other. */
const LAYERS = 120;

/** A GLB of a bottle with a label on its front, made by the library that reads it; or one that must be refused. */
export async function drawModelFile(fault?: ModelFault): Promise<Buffer> {
  const document = new Document();
  const buffer = document.createBuffer();
  const { positions, normals, places, indices } = latheOf(OUTLINE);
  const accessor = (type: 'VEC3' | 'VEC2' | 'SCALAR', array: Float32Array | Uint32Array) =>
    document
      .createAccessor()
      .setType(type)
      .setArray(array as Float32Array<ArrayBuffer>)
      .setBuffer(buffer);
  const label = new Uint8Array(await sharp(Buffer.from(LABEL)).png().toBuffer());
  const material = document
    .createMaterial('glass')
    .setBaseColorTexture(document.createTexture('label').setImage(label).setMimeType('image/png'))
    .setMetallicFactor(0)
    .setRoughnessFactor(0.25);
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', positions))
    .setAttribute('NORMAL', accessor('VEC3', normals))
    .setAttribute('TEXCOORD_0', accessor('VEC2', places))
    .setMaterial(material);
  if (fault === 'no triangles') primitive.setMode(0);
  else primitive.setIndices(accessor('SCALAR', fault === 'layers' ? repeat(indices, LAYERS) : indices));
  const node = document.createNode('bottle').setMesh(document.createMesh().addPrimitive(primitive));
  document.createScene().addChild(node);
  const bytes = Buffer.from(await new WebIO().writeBinary(document));
  if (fault === 'cut short') return bytes.subarray(0, Math.floor(bytes.length / 2));
  if (fault === 'links')
    return withHead(bytes, (head) => ({ ...head, images: [{ uri: 'http://169.254.169.254/key.png' }] }));
  if (fault === 'packed')
    return withHead(bytes, (head) => ({
      ...head,
      extensionsUsed: ['KHR_draco_mesh_compression'],
      extensionsRequired: ['KHR_draco_mesh_compression'],
    }));
  return bytes;
}

/** The same file with another head, its lengths put right. */
function withHead(bytes: Buffer, change: (head: Record<string, unknown>) => Record<string, unknown>): Buffer {
  const length = bytes.readUInt32LE(12);
  const head = JSON.parse(bytes.toString('utf8', 20, 20 + length)) as Record<string, unknown>;
  const text = Buffer.from(JSON.stringify(change(head)));
  const padded = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, 0x20)]);
  const start = Buffer.from(bytes.subarray(0, 20));
  start.writeUInt32LE(padded.length, 12);
  const whole = Buffer.concat([start, padded, bytes.subarray(20 + length)]);
  whole.writeUInt32LE(whole.length, 8);
  return whole;
}

function latheOf(outline: readonly Point[]) {
  const positions: number[] = [];
  const normals: number[] = [];
  const places: number[] = [];
  const indices: number[] = [];
  const height = outline.at(-1)![1];
  // Each stretch has corners of its own, so that edges of the outline stay edges.
  for (const [stretch, [r0, h0]] of outline.slice(0, -1).entries()) {
    const [r1, h1] = outline[stretch + 1]!;
    const length = Math.hypot(h1 - h0, r1 - r0);
    const [out, up] = [(h1 - h0) / length, -(r1 - r0) / length];
    const first = positions.length / 3;
    for (let step = 0; step <= STEPS; step++) {
      // The middle of the label faces the front, which is +z.
      const angle = ((step / STEPS - 0.5) * 2 + 0) * Math.PI;
      const [x, z] = [Math.sin(angle), Math.cos(angle)];
      for (const [radius, at] of [
        [r0, h0],
        [r1, h1],
      ] as const) {
        positions.push(radius * x, at, radius * z);
        normals.push(out * x, up, out * z);
        places.push(step / STEPS, 1 - at / height);
      }
    }
    for (let step = 0; step < STEPS; step++) {
      const at = first + step * 2;
      indices.push(at, at + 2, at + 1, at + 1, at + 2, at + 3);
    }
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    places: Float32Array.from(places),
    indices: Uint32Array.from(indices),
  };
}

function repeat(indices: Uint32Array, times: number): Uint32Array {
  const all = new Uint32Array(indices.length * times);
  for (let time = 0; time < times; time++) all.set(indices, time * indices.length);
  return all;
}
