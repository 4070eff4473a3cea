import { randomUUID } from 'node:crypto';
import type { Asset, Job, Project, ProjectTree, Scene, Shot, Storyboard, Take } from '../src/api/types.ts';

const now = () => new Date().toISOString();
/** Ids of the fixture carry no brand; the app only passes them on. */
const id = () => randomUUID() as never;
const BEATS = ['hook', 'story', 'detail', 'proof', 'call_to_action'] as const;

const PLAN: { beat: (typeof BEATS)[number]; title: string; shots: [string, number, string, string[]][] }[] = [
  {
    beat: 'hook',
    title: 'First light',
    shots: [
      ['The cup, very close', 60, 'panels', ['Morning,', 'slower']],
      ['Steam over the rim', 45, 'macro', ['Stoneware']],
    ],
  },
  {
    beat: 'detail',
    title: 'The set',
    shots: [
      ['Three glazes side by side', 75, 'split', ['Sand', 'Sea', 'Slate']],
      ['The carafe on the sill', 60, 'hero', ['Holds heat', 'for two hours']],
      ['Handle, hand-turned', 45, 'macro', ['Hand-turned']],
    ],
  },
  { beat: 'proof', title: 'Every day', shots: [['Dishwasher, oven, table', 60, 'grid', ['Oven', 'Table', 'Again']]] },
  {
    beat: 'call_to_action',
    title: 'Yours',
    shots: [
      ['From $48 at sable.house', 60, 'price', ['Yours from']],
      ['End card', 45, 'end_card', []],
    ],
  },
];
const LCH = { l: 60, c: 10, h: 80 };

export function makeStoryboard(title: string, seconds: number, fps = 30): Storyboard {
  const scale = seconds / 15;
  let left = seconds * fps;
  const total = PLAN.flatMap((scene) => scene.shots).length;
  let count = 0;
  return {
    version: 1,
    language: 'en',
    rate: { numerator: fps, denominator: 1 },
    targetFrames: seconds * fps,
    title,
    seed: 7,
    facts: {
      facts: [{ text: 'Stoneware', quote: 'stoneware' }],
      mustSay: [],
      mustNotSay: [],
      tone: 'calm',
      brandName: { text: 'Sable', quote: 'Sable' },
      price: { text: '$48', quote: 'from $48' },
    },
    look: {
      language: 'en',
      grain: 0.06,
      palette: { paper: LCH, wall: LCH, deep: LCH, stage: LCH, fields: [LCH, LCH], inkDark: LCH, inkLight: LCH },
      fonts: { display: 'a', displayItalic: 'a', text: 'a', figures: 'a', wordmark: 'a' },
    },
    music: { choice: 'uplifting', bpm: 92, seed: 7 },
    voice: 'none',
    notices: ['The lid photo is small, so it is not shown full frame.'],
    scenes: PLAN.map((scene, sceneIndex) => ({
      key: `s${sceneIndex + 1}`,
      number: sceneIndex + 1,
      beat: scene.beat,
      title: scene.title,
      summary: `${scene.title}: ${scene.shots.map(([name]) => name).join(', ')}`,
      shots: scene.shots.map(([name, frames, kind, lines], shotIndex) => {
        count += 1;
        const lengthFrames = count === total ? left : Math.round((frames * scale * fps) / 30);
        left -= lengthFrames;
        return {
          key: `s${sceneIndex + 1}${'abc'[shotIndex]}`,
          code: `${sceneIndex + 1}${'ABC'[shotIndex]}`,
          title: name,
          lengthFrames,
          picturePrompt: `${name}. Morning light from the left, plain plaster wall, quiet.`,
          motionPrompt: 'Slow push in, settles, then drifts.',
          negativePrompt: '',
          narration: sceneIndex === 0 ? 'Some mornings ask for less.' : '',
          transitionIn: { kind: 'cut', lengthFrames: 0 },
          scene: {
            kind: kind as 'hero',
            move: (['push_in', 'pan', 'orbit', 'reveal'] as const)[count % 4] ?? 'push_in',
            seed: 4000 + count,
            subjects: [],
            words: {
              lines: lines.slice(0, 2),
              items: lines.slice(2),
              ...(kind === 'price' ? { figure: '$48', small: 'sable.house' } : {}),
            },
            ground: { tone: 'wall', style: 'set' },
            beatFrames: [],
          },
        };
      }),
    })),
  };
}

export function makeTake(shotId: string, number: number, pictureIndex: number, isStale = false): Take {
  return {
    id: id(),
    shotId: shotId as never,
    kind: 'video',
    number,
    state: 'ready',
    inputsHash: 'fixture',
    assetId: id(),
    url: `/api/v1/fixture/film/${pictureIndex}.mp4`,
    posterUrl: `/api/v1/fixture/picture/${pictureIndex}.jpg`,
    madeBy: 'Built-in engine',
    seed: 4000 + number,
    isStale,
    createdAt: now(),
  };
}

export function makeScenes(storyboard: Storyboard, state: Shot['state'], firstPicture: number): Scene[] {
  let frame = 0;
  let picture = firstPicture;
  return storyboard.scenes.map((scene) => {
    const sceneId = id();
    const startFrame = frame;
    const shots: Shot[] = scene.shots.map((planned, order) => {
      const shotId = id();
      frame += planned.lengthFrames;
      picture += 1;
      const takes = state === 'ready' ? [makeTake(shotId, 1, picture)] : [];
      return {
        id: shotId,
        sceneId,
        key: planned.key,
        code: planned.code,
        order,
        title: planned.title,
        lengthFrames: planned.lengthFrames,
        picturePrompt: planned.picturePrompt,
        motionPrompt: planned.motionPrompt,
        negativePrompt: '',
        narration: planned.narration,
        scene: planned.scene,
        state,
        staleReason: null,
        selectedVideoTakeId: takes[0]?.id ?? null,
        selectedImageTakeId: null,
        takes,
        activeJobId: null,
        failure: null,
        revision: 1,
      };
    });
    return {
      id: sceneId,
      key: scene.key,
      number: scene.number,
      beat: scene.beat,
      title: scene.title,
      summary: scene.summary,
      startFrame,
      lengthFrames: frame - startFrame,
      timeNotes: [],
      shots,
    };
  });
}

export function makeProject(name: string, changes: Partial<Project> = {}): Project {
  return {
    id: id(),
    kind: 'film',
    clipSound: 'none',
    name,
    status: 'completed',
    brief:
      'Sable makes stoneware for slow mornings. Three glazes: sand, sea, slate. The carafe holds heat for two hours. From $48 at sable.house.',
    language: 'en',
    seconds: 15,
    fps: 30,
    ratios: ['16:9', '9:16', '1:1', '4:5'],
    brandId: null,
    ownerUserId: null,
    ownerName: 'Dana Levy',
    posterUrl: null,
    filmUrl: null,
    shotCount: 8,
    readyShotCount: 8,
    staleShotCount: 0,
    activeJobId: null,
    revision: 1,
    isSample: false,
    createdAt: now(),
    updatedAt: now(),
    archivedAt: null,
    ...changes,
  };
}

export function makeAsset(name: string, changes: Partial<Asset> = {}): Asset {
  return {
    id: id(),
    kind: 'image',
    name,
    mediaType: 'image/jpeg',
    sizeBytes: 2_412_000,
    hash: 'a'.repeat(64),
    width: 2400,
    height: 1600,
    frames: null,
    durationSeconds: null,
    origin: 'upload',
    madeBy: 'Upload',
    projectId: null,
    url: '',
    thumbnailUrl: null,
    placeholderColour: '#4a4038',
    notices: [],
    createdAt: now(),
    deletedAt: null,
    ...changes,
  };
}

export function makeJob(title: string, changes: Partial<Job> = {}): Job {
  return {
    id: id(),
    organizationId: id(),
    kind: 'film',
    title,
    version: 1,
    parentJobId: null,
    projectId: null,
    projectName: null,
    actorUserId: null,
    status: 'pending',
    waitingReason: null,
    progress: 0,
    progressText: null,
    stepName: null,
    priority: 0,
    attempt: 1,
    quotedCredits: 0,
    paidCredits: null,
    failure: null,
    previewAssetId: null,
    position: 1,
    expectedSeconds: 60,
    createdAt: now(),
    startedAt: null,
    finishedAt: null,
    ...changes,
  };
}

/** The finished files of a film, one column per ratio. */
export function makeFiles(project: Project, pictureIndex: number): ProjectTree['files'] {
  const sizes = { '16:9': [1920, 1080], '9:16': [1080, 1920], '1:1': [1080, 1080], '4:5': [1080, 1350] } as const;
  const films = project.ratios.map((ratio, index) => {
    const slug = ratio.replace(':', 'x');
    const [width, height] = sizes[ratio];
    const url = `/api/v1/fixture/film/${slug}.mp4`;
    const asset = makeAsset(`film-${slug}.mp4`, {
      kind: 'video',
      mediaType: 'video/mp4',
      width,
      height,
      sizeBytes: 11_800_000 - index * 900_000,
      url,
      thumbnailUrl: `/api/v1/fixture/picture/${pictureIndex}.jpg?ratio=${width / height}`,
      origin: 'job',
      madeBy: 'Built-in engine',
      projectId: project.id,
      durationSeconds: project.seconds,
      frames: project.seconds * project.fps,
    });
    return { name: asset.name, kind: 'film', ratio, asset, renderedAt: now(), isCurrent: true };
  });
  const covers = project.ratios.map((ratio) => {
    const [width, height] = sizes[ratio];
    const url = `/api/v1/fixture/picture/${pictureIndex}.jpg?ratio=${width / height}`;
    const asset = makeAsset(`cover-${ratio.replace(':', 'x')}.jpg`, {
      url,
      thumbnailUrl: url,
      width,
      height,
      sizeBytes: 310_000,
      origin: 'job',
      madeBy: 'Built-in engine',
      projectId: project.id,
    });
    return { name: asset.name, kind: 'cover', ratio, asset, renderedAt: now(), isCurrent: true };
  });
  const captions = ['srt', 'vtt'].map((type) => {
    const asset = makeAsset(`captions.${type}`, {
      kind: 'document',
      mediaType: `text/${type}`,
      sizeBytes: 640,
      url: `/api/v1/fixture/captions.${type}`,
      origin: 'job',
      madeBy: 'Built-in engine',
      width: null,
      height: null,
    });
    return { name: asset.name, kind: 'captions', ratio: null, asset, renderedAt: now(), isCurrent: true };
  });
  return [...films, ...covers, ...captions];
}

export function makeReport(project: Project): ProjectTree['report'] {
  return {
    version: 1,
    title: project.name,
    language: 'en',
    madeBy: 'Built-in engine',
    engine: { name: 'ffmpeg', version: '8.0', kinora: '0.1.0' },
    steps: [{ name: 'plan', seconds: 0.4, attempts: 1 }],
    files: project.ratios.map((ratio) => ({
      name: `film-${ratio.replace(':', 'x')}.mp4`,
      kind: 'film' as const,
      ratio,
      hash: 'a'.repeat(64),
      sizeBytes: 11_800_000,
      width: 1920,
      height: 1080,
      frames: 450,
      durationSeconds: 15,
      loudness: { integratedLufs: -14.1, truePeakDb: -1.2, rangeLu: 4.1 },
    })),
    segments: { rendered: 8, reused: 24 },
    checks: [
      {
        id: 'loudness',
        title: 'Loudness',
        status: 'passed',
        measured: '−14.1 LUFS',
        limit: '−14 ± 0.5 LUFS',
        where: [],
      },
      { id: 'peak', title: 'True peak', status: 'passed', measured: '−1.2 dBTP', limit: '≤ −1 dBTP', where: [] },
      {
        id: 'contrast',
        title: 'Contrast of words',
        status: 'passed',
        measured: '5.9 : 1',
        limit: '≥ 4.5 : 1',
        where: [],
      },
      { id: 'frames', title: 'Exact length', status: 'passed', measured: '450 frames', limit: '450 frames', where: [] },
      { id: 'motion', title: 'Every shot moves', status: 'passed', measured: '8 of 8', limit: 'all', where: [] },
      {
        id: 'spelling',
        title: 'Words against the brief',
        status: 'skipped',
        measured: 'not checked',
        limit: 'en, fr',
        where: [],
      },
    ],
    notices: [],
    totalSeconds: 41,
  };
}
