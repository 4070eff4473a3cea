/** The few parts of three.js that the viewer of models uses; the package brings no types of its own. */
declare module 'three' {
  export class Vector3 {
    constructor(x?: number, y?: number, z?: number);
    x: number;
    y: number;
    z: number;
    length(): number;
  }
  export class Object3D {
    position: { set(x: number, y: number, z: number): void; sub(vector: Vector3): void };
    rotation: { x: number; y: number; z: number };
    add(...children: Object3D[]): this;
    lookAt(x: number, y: number, z: number): void;
    traverse(visit: (node: Object3D) => void): void;
  }
  export class Group extends Object3D {}
  export class Scene extends Object3D {}
  export class PerspectiveCamera extends Object3D {
    constructor(fov: number, aspect: number, near: number, far: number);
    aspect: number;
    updateProjectionMatrix(): void;
  }
  export class DirectionalLight extends Object3D {
    constructor(colour: number, intensity: number);
  }
  export class HemisphereLight extends Object3D {
    constructor(sky: number, ground: number, intensity: number);
  }
  export class Box3 {
    setFromObject(object: Object3D): this;
    getCenter(into: Vector3): Vector3;
    getSize(into: Vector3): Vector3;
  }
  export class TextureLoader {
    constructor(manager: object);
  }
  export class WebGLRenderer {
    constructor(options: { canvas: HTMLCanvasElement; antialias: boolean; alpha: boolean });
    setPixelRatio(ratio: number): void;
    setSize(width: number, height: number, updateStyle: boolean): void;
    render(scene: Scene, camera: PerspectiveCamera): void;
    dispose(): void;
  }
}
declare module 'three/addons/loaders/GLTFLoader.js' {
  import type { Group, TextureLoader } from 'three';

  export class GLTFLoader {
    register(plan: (parser: { options: { manager: object }; textureLoader: TextureLoader }) => { name: string }): this;
    loadAsync(url: string): Promise<{ scene: Group }>;
  }
}
