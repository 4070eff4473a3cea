import {
  Box3,
  DirectionalLight,
  Group,
  HemisphereLight,
  PerspectiveCamera,
  Scene,
  TextureLoader,
  Vector3,
  WebGLRenderer,
} from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

export type Pose = { turn: number; tilt: number; nearness: number };
export type ModelStage = { draw(pose: Pose): void; resize(width: number, height: number): void; close(): void };

const FIELD_OF_VIEW = 24;
const MOST_DENSITY = 2;

/**
 * Textures lie inside the model, and the library would fetch them from there: the page may connect to the studio alone.
 * As pictures they may be read.
 */
const loadTexturesAsPictures: Parameters<GLTFLoader['register']>[0] = (parser) => {
  parser.textureLoader = new TextureLoader(parser.options.manager);
  return { name: 'textures as pictures' };
};

/** A model under the lights of the studio's own drawings, so that the viewer shows what films show. */
export async function openModelStage(canvas: HTMLCanvasElement, url: string): Promise<ModelStage> {
  const { scene: model } = await new GLTFLoader().register(loadTexturesAsPictures).loadAsync(url);
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(MOST_DENSITY, devicePixelRatio));
  const box = new Box3().setFromObject(model);
  const middle = box.getCenter(new Vector3());
  const extent = box.getSize(new Vector3()).length() || 1;
  model.position.sub(middle);
  const turning = new Group().add(model);
  const scene = new Scene().add(turning, new HemisphereLight(0xffffff, 0x8a8078, 1.6));
  for (const [x, y, z, strength] of [
    [-0.55, 0.62, 0.56, 2.4],
    [0.8, 0.1, 0.45, 0.8],
  ] as const) {
    const light = new DirectionalLight(0xffffff, strength);
    light.position.set(x, y, z);
    scene.add(light);
  }
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, extent / 100, extent * 20);
  const distance = extent / 2 / Math.tan((FIELD_OF_VIEW / 2) * (Math.PI / 180));
  return {
    draw({ turn, tilt, nearness }) {
      turning.rotation.y = turn;
      const away = distance / nearness;
      camera.position.set(0, Math.sin(tilt) * away, Math.cos(tilt) * away);
      camera.lookAt(0, 0, 0);
      renderer.render(scene, camera);
    },
    resize(width, height) {
      camera.aspect = width / height;
      camera.updateProjectionMatrix();
      renderer.setSize(width, height, false);
    },
    close: () => renderer.dispose(),
  };
}
