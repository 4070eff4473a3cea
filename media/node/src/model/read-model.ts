import { readFile } from 'node:fs/promises';
import { type Document, type Material, type Node, type Primitive, WebIO } from '@gltf-transform/core';
import sharp from 'sharp';
import { INTAKE_LIMITS } from '../intake/limits.ts';
import { refuse } from '../intake/refusal.ts';

/** A picture laid over a model's surface: RGBA, as it is stored. */
export type Texture = { width: number; height: number; data: Uint8Array };

export type Surface = {
  /** Linear light. */
  colour: [number, number, number];
  opacity: number;
  texture: Texture | undefined;
  metallic: number;
  roughness: number;
  emissive: [number, number, number];
  isTwoSided: boolean;
  alpha: 'solid' | 'mask' | 'blend';
  alphaCutoff: number;
};

/** Triangles of one surface in the model's own space: nine coordinates, nine parts of normals, six of the texture each. */
export type Part = {
  surface: Surface;
  positions: Float32Array;
  normals: Float32Array;
  places: Float32Array;
  count: number;
};

export type Model = { parts: Part[]; triangles: number };

const TRIANGLES = 4;
const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const TEXTURE_SIDE = 2048;

/**
 * Reads a GLB into plain triangles. Everything it shows must lie inside it: links to other files and addresses are
 * refused, and so are ways of packing that need a decoder of their own (Draco, meshopt).
 */
export async function readModel(file: string): Promise<Model> {
  const bytes = await readFile(file);
  assertOwnFiles(bytes);
  const document = await openDocument(bytes);
  const parts: Part[] = [];
  const textures = new Map<Material, Texture | undefined>();
  const scene = document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0];
  const nodes: Node[] = [];
  scene?.traverse((node) => nodes.push(node));
  let triangles = 0;
  for (const node of nodes) {
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      if (primitive.getMode() !== TRIANGLES) continue;
      const part = await toPart(primitive, node, textures);
      triangles += part.count;
      if (triangles > INTAKE_LIMITS.modelTriangles)
        throw refuse('intake.model_too_large', `more than ${INTAKE_LIMITS.modelTriangles} triangles`);
      if (part.count > 0) parts.push(part);
    }
  }
  if (triangles === 0) throw refuse('intake.damaged', 'a model without a single triangle');
  return { parts, triangles };
}

/** Looked at before any library sees the file: nothing of it may name a place outside it (rulings §3.7). */
function assertOwnFiles(bytes: Buffer): void {
  if (bytes.length < 20 || bytes.readUInt32LE(0) !== GLB_MAGIC || bytes.readUInt32LE(16) !== JSON_CHUNK)
    throw refuse('intake.damaged', 'not a GLB');
  const length = bytes.readUInt32LE(12);
  if (length > INTAKE_LIMITS.modelJsonBytes || 20 + length > bytes.length)
    throw refuse('intake.damaged', `a head of ${length} bytes in a file of ${bytes.length}`);
  const head = JSON.parse(bytes.toString('utf8', 20, 20 + length)) as {
    buffers?: { uri?: unknown }[];
    images?: { uri?: unknown }[];
    extensionsRequired?: unknown[];
  };
  const uris = [...(head.buffers ?? []), ...(head.images ?? [])].map(({ uri }) => uri);
  if (uris.some((uri) => uri !== undefined && !(typeof uri === 'string' && uri.startsWith('data:'))))
    throw refuse('intake.model_links', 'a GLB that names other files');
  const packed = (head.extensionsRequired ?? []).filter((name) => PACKED.has(String(name)));
  if (packed.length > 0) throw refuse('intake.model_packed', `needs ${packed.join(', ')}`);
}

const PACKED = new Set(['KHR_draco_mesh_compression', 'EXT_meshopt_compression', 'KHR_texture_basisu']);

async function openDocument(bytes: Buffer): Promise<Document> {
  try {
    // The reader for browsers: it has no way to the disk.
    return await new WebIO().readBinary(new Uint8Array(bytes));
  } catch (error) {
    throw refuse('intake.damaged', 'the library cannot read this GLB', { cause: error });
  }
}

async function toPart(primitive: Primitive, node: Node, textures: Map<Material, Texture | undefined>): Promise<Part> {
  const position = primitive.getAttribute('POSITION');
  const normal = primitive.getAttribute('NORMAL');
  const place = primitive.getAttribute('TEXCOORD_0');
  const indices = primitive.getIndices();
  const corners = Math.floor((indices?.getCount() ?? position?.getCount() ?? 0) / 3) * 3;
  if (!position || corners / 3 > INTAKE_LIMITS.modelTriangles)
    throw refuse('intake.model_too_large', `a mesh of ${corners / 3} triangles`);
  const matrix = node.getWorldMatrix();
  const positions = new Float32Array(corners * 3);
  const normals = new Float32Array(corners * 3);
  const places = new Float32Array(corners * 2);
  const [one, two, three]: [number[], number[], number[]] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0],
  ];
  for (let corner = 0; corner < corners; corner++) {
    const index = indices ? indices.getScalar(corner) : corner;
    if (index >= position.getCount()) throw refuse('intake.damaged', 'a corner that is not there');
    movePoint(matrix, position.getElement(index, one), positions, corner * 3);
    if (normal) moveNormal(matrix, normal.getElement(index, two), normals, corner * 3);
    if (place) places.set(place.getElement(index, three).slice(0, 2), corner * 2);
  }
  if (!normal) flatNormals(positions, normals);
  return {
    surface: await toSurface(primitive.getMaterial(), textures),
    positions,
    normals,
    places,
    count: corners / 3,
  };
}

type Matrix = ReturnType<Node['getWorldMatrix']>;

function movePoint(m: Matrix, [x = 0, y = 0, z = 0]: number[], into: Float32Array, at: number): void {
  into[at] = m[0] * x + m[4] * y + m[8] * z + m[12];
  into[at + 1] = m[1] * x + m[5] * y + m[9] * z + m[13];
  into[at + 2] = m[2] * x + m[6] * y + m[10] * z + m[14];
}

/** By the cofactors of the matrix, which keep a normal upright on a surface that was squeezed. */
function moveNormal(m: Matrix, [x = 0, y = 0, z = 0]: number[], into: Float32Array, at: number): void {
  into[at] = (m[5] * m[10] - m[6] * m[9]) * x + (m[6] * m[8] - m[4] * m[10]) * y + (m[4] * m[9] - m[5] * m[8]) * z;
  into[at + 1] = (m[2] * m[9] - m[1] * m[10]) * x + (m[0] * m[10] - m[2] * m[8]) * y + (m[1] * m[8] - m[0] * m[9]) * z;
  into[at + 2] = (m[1] * m[6] - m[2] * m[5]) * x + (m[2] * m[4] - m[0] * m[6]) * y + (m[0] * m[5] - m[1] * m[4]) * z;
}

function flatNormals(positions: Float32Array, normals: Float32Array): void {
  for (let at = 0; at < positions.length; at += 9) {
    const p = (offset: number) => positions[at + offset]!;
    const [ax, ay, az] = [p(3) - p(0), p(4) - p(1), p(5) - p(2)];
    const [bx, by, bz] = [p(6) - p(0), p(7) - p(1), p(8) - p(2)];
    const across = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
    for (let corner = 0; corner < 3; corner++) normals.set(across, at + corner * 3);
  }
}

const PLAIN: Surface = {
  colour: [0.8, 0.8, 0.8],
  opacity: 1,
  texture: undefined,
  metallic: 0,
  roughness: 0.6,
  emissive: [0, 0, 0],
  isTwoSided: true,
  alpha: 'solid',
  alphaCutoff: 0.5,
};

async function toSurface(material: Material | null, textures: Map<Material, Texture | undefined>): Promise<Surface> {
  if (!material) return PLAIN;
  const [red, green, blue, opacity] = material.getBaseColorFactor();
  if (!textures.has(material)) textures.set(material, await readTexture(material.getBaseColorTexture()?.getImage()));
  return {
    colour: [red, green, blue],
    opacity,
    texture: textures.get(material),
    metallic: material.getMetallicFactor(),
    roughness: material.getRoughnessFactor(),
    emissive: material.getEmissiveFactor(),
    isTwoSided: material.getDoubleSided(),
    alpha: ({ OPAQUE: 'solid', MASK: 'mask', BLEND: 'blend' } as const)[material.getAlphaMode()],
    alphaCutoff: material.getAlphaCutoff(),
  };
}

async function readTexture(image: Uint8Array | null | undefined): Promise<Texture | undefined> {
  if (!image) return undefined;
  try {
    const { data, info } = await sharp(image, { limitInputPixels: INTAKE_LIMITS.picturePixels })
      .resize({ width: TEXTURE_SIDE, height: TEXTURE_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: new Uint8Array(data) };
  } catch (error) {
    throw refuse('intake.damaged', 'a picture inside the GLB cannot be read', { cause: error });
  }
}
