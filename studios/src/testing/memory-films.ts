import { randomUUID } from 'node:crypto';
import {
  type ClipSound,
  type FilmInput,
  type FilmReport,
  KinoraError,
  type ProductTemplate,
  type Ratio,
  type SceneDescription,
  type Storyboard,
  type Timeline,
} from '@kinora/contract';
import type { Delivery, Film, FilmKit, FilmPort, FilmShot, FilmSound, NewTake, ShapingHashes } from '../ports.ts';

type Mutable = { -readonly [Key in keyof Film]: Film[Key] };

/** Projects in memory: the film port of films made without a server, with the idempotency the real one promises. */
export class MemoryFilms implements FilmPort {
  readonly films = new Map<string, Mutable>();
  readonly kits = new Map<string, FilmKit>();
  readonly templates = new Map<string, ProductTemplate>();
  readonly takes: (NewTake & { takeId: string })[] = [];
  readonly shotStates = new Map<string, string>();
  readonly deliveries = new Map<string, readonly Delivery[]>();
  readonly renders: { ratio: Ratio; planHash: string; assetId: string; jobId: string }[] = [];
  readonly statuses: string[] = [];
  readonly #byJob = new Map<string, string>();

  async get(projectId: string): Promise<Film> {
    return structuredClone(this.#film(projectId));
  }

  async open(jobId: string, input: FilmInput, name: string) {
    const projectId = this.#byJob.get(jobId) ?? input.projectId ?? randomUUID();
    this.#byJob.set(jobId, projectId);
    if (!this.films.has(projectId)) {
      const kit = input.brandId ? (this.kits.get(input.brandId) ?? null) : null;
      const sound: FilmSound = { voice: null, music: null };
      this.films.set(projectId, {
        projectId,
        name,
        input,
        kit,
        storyboard: null,
        shots: [],
        timeline: null,
        report: null,
        deliveredMark: null,
        shaping: { framings: {}, labelled: [] },
        deliveredShaping: {},
        deliveredClipSound: null,
        sound,
      });
    }
    return { projectId };
  }

  async findKit(brandId: string): Promise<FilmKit | null> {
    return this.kits.get(brandId) ?? null;
  }

  async findTemplate(templateId: string): Promise<ProductTemplate | null> {
    return this.templates.get(templateId) ?? null;
  }

  async saveStoryboard(projectId: string, storyboard: Storyboard) {
    const film = this.#film(projectId);
    const known = new Map(film.shots.map((shot) => [shot.key, shot]));
    const shots = storyboard.scenes.flatMap((scene) => scene.shots);
    film.storyboard = storyboard;
    film.shots = shots.map(
      (shot): FilmShot =>
        known.get(shot.key) ?? { shotId: randomUUID(), key: shot.key, code: shot.code, selectedTake: null },
    );
    return { shots: film.shots.map(({ shotId, key }) => ({ shotId, key })) };
  }

  async setStatus(projectId: string, status: string): Promise<void> {
    this.#film(projectId);
    this.statuses.push(status);
  }

  async setShotState(shotId: string, state: string): Promise<void> {
    this.shotStates.set(shotId, state);
  }

  async createTake(take: NewTake) {
    const found = this.takes.find(
      (other) => other.shotId === take.shotId && other.inputsHash === take.inputsHash && other.jobId === take.jobId,
    );
    const takeId = found?.takeId ?? randomUUID();
    if (!found) this.takes.push({ ...take, takeId });
    const { inputsHash, scene, clipAssetId, madeBy } = take;
    const selectedTake = { takeId, inputsHash, scene, clipAssetId, madeBy };
    for (const film of this.films.values()) {
      film.shots = film.shots.map((shot) =>
        shot.shotId === take.shotId && take.isSelected ? { ...shot, selectedTake } : shot,
      );
    }
    this.shotStates.set(take.shotId, 'ready');
    return { takeId };
  }

  async saveShotScene(shotId: string, scene: SceneDescription): Promise<void> {
    for (const film of this.films.values()) {
      const key = film.shots.find((shot) => shot.shotId === shotId)?.key;
      for (const shot of film.storyboard?.scenes.flatMap((one) => one.shots) ?? [])
        if (shot.key === key) shot.scene = scene;
    }
  }

  async saveShotPrompt(shotId: string, prompt: { picturePrompt?: string; motionPrompt?: string }): Promise<void> {
    for (const film of this.films.values()) {
      const key = film.shots.find((shot) => shot.shotId === shotId)?.key;
      for (const shot of film.storyboard?.scenes.flatMap((one) => one.shots) ?? [])
        if (shot.key === key) Object.assign(shot, prompt);
    }
  }

  async saveSound(projectId: string, sound: Partial<FilmSound>): Promise<void> {
    const film = this.#film(projectId);
    film.sound = { ...film.sound, ...sound };
  }

  async saveTimeline(projectId: string, timeline: Timeline) {
    this.#film(projectId).timeline = timeline;
    return { revision: 1 };
  }

  async saveRender(
    projectId: string,
    render: { ratio: Ratio; planHash: string; assetId: string; jobId: string },
  ): Promise<void> {
    this.#film(projectId);
    const isSame = (other: typeof render) => other.jobId === render.jobId && other.ratio === render.ratio;
    if (!this.renders.some(isSame)) this.renders.push(render);
  }

  async saveDelivery(
    projectId: string,
    delivery: {
      files: readonly Delivery[];
      report: FilmReport;
      mark: string | null;
      shapings?: ShapingHashes | undefined;
      clipSound?: ClipSound | undefined;
      jobId: string;
    },
  ): Promise<void> {
    this.#film(projectId).report = delivery.report;
    this.#film(projectId).deliveredMark = delivery.mark;
    this.#film(projectId).deliveredShaping = delivery.shapings ?? {};
    this.#film(projectId).deliveredClipSound = delivery.clipSound ?? null;
    this.deliveries.set(projectId, delivery.files);
  }

  #film(projectId: string): Mutable {
    const film = this.films.get(projectId);
    if (!film) throw new KinoraError('project.not_found', `No project ${projectId}.`);
    return film;
  }
}
