import { randomUUID } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asset, Job, Me, Project, ProjectTree, Shot, StreamEvent } from '../src/api/types.ts';
import {
  makeAsset,
  makeFiles,
  makeJob,
  makeProject,
  makeReport,
  makeScenes,
  makeStoryboard,
  makeTake,
} from './data.ts';
import type { Media } from './pictures.ts';

type Context = {
  params: string[];
  query: URLSearchParams;
  body: Record<string, never>;
  request: IncomingMessage;
  response: ServerResponse;
};
type Handler = (context: Context) => unknown;
const FREE = { lines: [], totalCredits: 0, expectedSeconds: 45, priceLabel: 'Free · built-in engine', warnings: [] };

export function createStudio(media: Media, options: { isEmpty: boolean; isSignedOut: boolean }) {
  const trees = new Map<string, ProjectTree>();
  const jobs: Job[] = [];
  const assets: Asset[] = [];
  const streams = new Set<ServerResponse>();
  const uploads = new Map<string, { name: string; sizeBytes: number; parts: number[] }>();
  let isSignedIn = !options.isSignedOut;
  let counter = 0;

  const organizationId = '01970000-0000-7000-8000-000000000001' as never;
  const me = (): Me => ({
    user: {
      id: randomUUID() as never,
      email: 'dana@sable.house',
      name: 'Dana Levy',
      language: 'en',
      isOperator: true,
      emailVerified: true,
      hasSecondFactor: false,
      avatarVersion: null,
      createdAt: new Date().toISOString(),
    },
    apiKeyId: null,
    mustVerifyEmail: false,
    eventsAfter: null,
    mustSetUpSecondFactor: false,
    organization: {
      id: organizationId,
      name: 'Sable House',
      editorsEditAll: true,
      timeZone: 'Europe/Paris',
      requiresSecondFactor: false,
      createdAt: new Date().toISOString(),
    },
    role: 'owner',
    memberships: [{ organizationId, organizationName: 'Sable House', role: 'owner' }],
  });

  const emit = (event: Omit<StreamEvent, 'at'>) => {
    const full = { ...event, at: new Date().toISOString() };
    const isLive = event.type === 'job.progress' || event.type === 'job.preview';
    if (!isLive) counter += 1;
    for (const stream of streams)
      stream.write(`${isLive ? '' : `id: ${counter}\n`}event: ${event.type}\ndata: ${JSON.stringify(full)}\n\n`);
  };

  const addFilm = (
    name: string,
    picture: number,
    changes: Partial<Project> = {},
    state: Shot['state'] = 'ready',
  ): ProjectTree => {
    const poster = `/api/v1/fixture/picture/${picture + 1}.jpg`;
    const project = makeProject(name, {
      posterUrl: state === 'ready' ? poster : null,
      filmUrl: state === 'ready' ? `/api/v1/fixture/film/${picture}.mp4` : null,
      ...changes,
    });
    const storyboard = makeStoryboard(name, project.seconds);
    const tree: ProjectTree = {
      project,
      storyboard,
      scenes: makeScenes(storyboard, state, picture),
      pictures: [],
      files: state === 'ready' ? makeFiles(project, picture + 1) : [],
      report: state === 'ready' ? makeReport(project) : null,
      refreshQuote: null,
    };
    trees.set(project.id, tree);
    return tree;
  };

  const shotsOf = (tree: ProjectTree) => tree.scenes.flatMap((scene) => scene.shots);
  const findShot = (id: string) => {
    for (const tree of trees.values()) for (const shot of shotsOf(tree)) if (shot.id === id) return { tree, shot };
    return undefined;
  };
  const count = (tree: ProjectTree) => {
    const shots = shotsOf(tree);
    tree.project.shotCount = shots.length;
    tree.project.readyShotCount = shots.filter(({ state }) => state === 'ready' || state === 'stale').length;
    tree.project.staleShotCount = shots.filter(({ state }) => state === 'stale').length;
    const open = shots.filter(({ state }) => state === 'stale' || state === 'failed' || state === 'planned').length;
    tree.refreshQuote =
      open === 0
        ? null
        : {
            ...FREE,
            studio: 'film',
            expectedSeconds: open * 8,
            lines: [
              {
                what: 'Shots',
                count: open,
                unitCredits: 0,
                credits: 0,
                madeBy: 'Built-in engine',
                why: 'words changed',
              },
            ],
          };
  };

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Plays the making of some shots: preview frames, true counts, takes, then the cut. */
  const play = async (job: Job, tree: ProjectTree, shots: Shot[]) => {
    const fact = (type: StreamEvent['type'], jobId: string, data: Record<string, unknown>) =>
      emit({ type, jobId: jobId as never, projectId: tree.project.id, data });
    job.status = 'processing';
    job.startedAt = new Date().toISOString();
    fact('job.updated', job.id, { status: 'processing', kind: 'film', stepName: 'Shots' });
    for (const [index, shot] of shots.entries()) {
      if (job.status !== 'processing') return;
      const leaf = randomUUID();
      shot.state = 'making';
      shot.activeJobId = leaf as never;
      fact('shot.updated', leaf, { shotId: shot.id });
      for (let frame = 0; frame <= shot.lengthFrames; frame += 9) {
        if ((job.status as string) === 'cancelled') return;
        const share = frame / shot.lengthFrames;
        const text = `frame ${frame} of ${shot.lengthFrames}`;
        job.progress = (index + share) / (shots.length + 1);
        job.progressText = `${shot.code}, ${text}`;
        fact('job.progress', leaf, { progress: share, progressText: text, parentJobId: job.id });
        fact('job.preview', leaf, {
          previewUrl: `/api/v1/fixture/picture/${shot.order + index}.jpg?width=480`,
          parentJobId: job.id,
        });
        fact('job.progress', job.id, {
          progress: job.progress,
          progressText: job.progressText,
          previewUrl: `/api/v1/fixture/picture/${shot.order + index}.jpg?width=160`,
        });
        await wait(160);
      }
      const take = makeTake(shot.id, shot.takes.length + 1, index + shot.takes.length * 5 + 1);
      shot.takes.push(take);
      shot.selectedVideoTakeId ??= take.id;
      shot.state = 'ready';
      shot.staleReason = null;
      shot.failure = null;
      shot.activeJobId = null;
      count(tree);
      tree.project.posterUrl ??= take.posterUrl;
      fact('take.created', leaf, { shotId: shot.id, takeId: take.id, sceneId: shot.sceneId });
    }
    tree.files = makeFiles(tree.project, 2);
    tree.report = makeReport(tree.project);
    tree.project.status = 'completed';
    tree.project.activeJobId = null;
    tree.project.filmUrl = '/api/v1/fixture/film/1.mp4';
    Object.assign(job, { status: 'completed', progress: 1, finishedAt: new Date().toISOString(), progressText: null });
    fact('render.completed', job.id, {});
    fact('job.completed', job.id, { status: 'completed', progress: 1 });
  };

  const startFilm = (body: Record<string, never>) => {
    const input = (body['input'] ?? {}) as { brief?: string; seconds?: number; sample?: boolean; projectId?: string };
    const tree = addFilm(
      input.sample ? 'Slow mornings' : (input.brief ?? 'Film').slice(0, 32),
      3,
      {
        status: 'scene_generation',
        seconds: input.seconds ?? 15,
        isSample: input.sample ?? false,
        ...(input.projectId ? { id: input.projectId as never } : {}),
      },
      'queued',
    );
    const job = makeJob(tree.project.name, { projectId: tree.project.id, organizationId });
    tree.project.activeJobId = job.id;
    jobs.unshift(job);
    count(tree);
    emit({ type: 'job.updated', jobId: job.id, projectId: tree.project.id, data: { status: 'pending', kind: 'film' } });
    setTimeout(() => void play(job, tree, shotsOf(tree)), 600);
    return job;
  };

  if (!options.isEmpty) {
    const weather = addFilm('Slow mornings', 0, { seconds: 15 });
    const shots = shotsOf(weather);
    for (const index of [1, 5])
      Object.assign(shots[index] as Shot, {
        state: 'stale',
        staleReason: 'The words changed: “Stoneware” became “Marble”.',
      });
    shots[3]?.takes.push(makeTake(shots[3].id, 2, 12));
    weather.scenes[1]?.timeNotes.push('0.4 s longer than its narration');
    count(weather);
    const broken = addFilm('Quiet sea', 8);
    const bad = shotsOf(broken)[2];
    if (bad)
      Object.assign(bad, {
        state: 'failed',
        failure:
          'The photograph of the carafe could not be read any more. Nothing was charged. Add it again and retry.',
        takes: [],
        selectedVideoTakeId: null,
      });
    count(broken);
    addFilm('First heat', 14, { seconds: 30 });
    addFilm('חורף בעיר', 20, { language: 'he' });
    jobs.push(
      makeJob('Quiet sea', {
        projectId: broken.project.id,
        status: 'failed',
        finishedAt: new Date(Date.now() - 1.2e6).toISOString(),
        failure: {
          code: 'film.picture_unreadable',
          sentence: 'Shot 2A could not be made: its photograph cannot be read any more.',
          isRetryable: true,
        },
      }),
    );
    for (let index = 0; index < 14; index += 1) {
      assets.push(
        makeAsset(`photo-${index + 1}.jpg`, {
          url: `/api/v1/fixture/picture/${index}.jpg`,
          thumbnailUrl: `/api/v1/fixture/picture/${index}.jpg?width=480`,
          origin: index % 2 ? 'upload' : 'job',
          kind: index % 2 ? 'image' : 'video',
          madeBy: index % 2 ? 'Upload' : 'Built-in engine',
          projectId: weather.project.id,
          durationSeconds: index % 2 ? null : 2.5,
        }),
      );
    }
  }

  const page = <T>(items: T[]) => ({ items, nextCursor: null });
  const accept = (job: Job) => ({ job });
  const enter = () => {
    isSignedIn = true;
    return me();
  };
  const planQuote = (seconds: number) => ({
    ...FREE,
    studio: 'film',
    expectedSeconds: seconds * 3,
    lines: [
      { what: 'Plan', count: 1, unitCredits: 0, credits: 0, madeBy: 'Built-in planner', why: '' },
      { what: 'Shots, picture and motion', count: 8, unitCredits: 0, credits: 0, madeBy: 'Built-in engine', why: '' },
      { what: 'Music', count: 1, unitCredits: 0, credits: 0, madeBy: 'Built-in engine', why: '' },
      { what: 'Cutting, four shapes', count: 4, unitCredits: 0, credits: 0, madeBy: 'Built-in engine', why: '' },
    ],
  });

  const routes: [RegExp, Handler][] = [
    [
      /^GET \/setup$/,
      () => ({
        needsOwner: options.isSignedOut && options.isEmpty && !isSignedIn,
        checks: [
          { id: 'database', title: 'Database', isReady: true, advice: null },
          { id: 'engine', title: 'Media engine', isReady: true, advice: null },
          { id: 'storage', title: 'Storage', isReady: false, advice: 'mkdir -p "$KINORA_DATA"' },
        ],
      }),
    ],
    [/^POST \/(setup|auth\/register|auth\/sign-in|auth\/reset|me\/organization|organizations)$/, enter],
    [
      /^POST \/auth\/sign-out$/,
      () => {
        isSignedIn = false;
      },
    ],
    [/^POST \/auth\/forgot$/, () => ({ sentence: 'No mail server is set up. The link is in the server log.' })],
    [
      /^GET \/auth\/invitations\/(.+)$/,
      () => ({
        organizationName: 'Sable House',
        role: 'editor',
        invitedBy: 'Dana Levy',
        email: 'omar@sable.house',
        hasAccount: false,
      }),
    ],
    [/^(GET|PATCH) \/me$/, me],
    [
      /^GET \/me\/sessions$/,
      () => ({
        items: [
          {
            id: randomUUID(),
            createdAt: new Date().toISOString(),
            lastSeenAt: new Date().toISOString(),
            userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/147',
            isCurrent: true,
          },
        ],
      }),
    ],
    [
      /^GET \/members$/,
      () => ({
        items: [
          {
            userId: randomUUID(),
            name: 'Dana Levy',
            email: 'dana@sable.house',
            role: 'owner',
            joinedAt: new Date().toISOString(),
            lastSeenAt: new Date().toISOString(),
          },
          {
            userId: randomUUID(),
            name: 'Omar Mansour',
            email: 'omar@sable.house',
            role: 'editor',
            joinedAt: new Date().toISOString(),
            lastSeenAt: null,
          },
        ],
      }),
    ],
    [
      /^GET \/invitations$/,
      () => ({
        items: [
          {
            id: randomUUID(),
            email: 'noa@sable.house',
            role: 'viewer',
            invitedBy: 'Dana Levy',
            createdAt: new Date().toISOString(),
            expiresAt: new Date(Date.now() + 6e8).toISOString(),
            acceptedAt: null,
          },
        ],
      }),
    ],
    [/^POST \/invitations$/, () => ({ invitation: {}, link: 'https://studio.example/invite/4f6a0c1b9d' })],
    [
      /^GET \/api-keys$/,
      () => ({
        items: [
          {
            id: randomUUID(),
            name: 'Nightly films',
            prefix: 'kin_4f6a',
            scopes: ['films:write', 'read'],
            createdAt: new Date().toISOString(),
            expiresAt: null,
            lastUsedAt: null,
          },
        ],
      }),
    ],
    [/^POST \/api-keys$/, () => ({ apiKey: {}, secret: 'kin_4f6a0c1b9d8e7f' })],
    [
      /^GET \/credits$/,
      () => ({
        balance: 50,
        reserved: 0,
        spentThisMonth: 0,
        costsThisMonth: [],
        debt: 0,
        ledgerSum: 0,
        preset: 'self-hosted',
      }),
    ],
    [
      /^GET \/brands$/,
      () => ({
        items: [
          {
            id: '01970000-0000-7000-8000-0000000000b1',
            name: 'Sable',
            logoAssetId: null,
            logoUrl: null,
            colours: ['#c9b8a2', '#3b4250'],
            isSample: true,
            watermark: { isOn: false, anchor: 'top', scale: 0.1, opacity: 1, margin: 0.05 },
            callToAction: null,
            legalLine: null,
            createdAt: new Date().toISOString(),
          },
        ],
      }),
    ],
    [
      /^POST \/sample$/,
      () => ({ brand: { id: '01970000-0000-7000-8000-0000000000b1' }, pictures: [], brief: 'sample', seconds: 15 }),
    ],
    [/^POST \/projects$/, ({ body }) => makeProject((body as { name?: string }).name ?? 'Film')],
    [
      /^GET \/projects$/,
      () =>
        page(
          [...trees.values()]
            .map(({ project }) => project)
            .reverse()
            .sort((a, b) => Number(b.name === 'Slow mornings') - Number(a.name === 'Slow mornings')),
        ),
    ],
    [/^GET \/projects\/([^/]+)\/tree$/, ({ params }) => trees.get(params[0] ?? '')],
    [
      /^PATCH \/projects\/([^/]+)$/,
      ({ params, body }) => {
        const project = trees.get(params[0] ?? '')?.project;
        const { isArchived, ...rest } = body as { isArchived?: boolean };
        return (
          project &&
          Object.assign(
            project,
            rest,
            isArchived === undefined ? {} : { archivedAt: isArchived ? new Date().toISOString() : null },
            { revision: project.revision + 1 },
          )
        );
      },
    ],
    [
      /^DELETE \/projects\/([^/]+)$/,
      ({ params }) => {
        trees.delete(params[0] ?? '');
      },
    ],
    [
      /^POST \/films\/plan$/,
      ({ body }) => {
        const { brief, seconds = 15 } = body as { brief?: string; seconds?: number };
        return {
          storyboard: makeStoryboard((brief ?? '').split(/[.\n]/)[0]?.slice(0, 40) || 'Film', seconds),
          quote: planQuote(seconds),
        };
      },
    ],
    [
      /^POST \/quotes\/film$/,
      ({ body }) => ({
        id: randomUUID(),
        expiresAt: new Date(Date.now() + 6e5).toISOString(),
        ...planQuote((body as { seconds?: number }).seconds ?? 15),
      }),
    ],
    [/^POST \/jobs\/film$/, ({ body }) => accept(startFilm(body))],
    [
      /^POST \/projects\/([^/]+)\/refresh$/,
      ({ params, body }) => {
        const tree = trees.get(params[0] ?? '') as ProjectTree;
        const wanted = (body as { shotIds?: string[] }).shotIds;
        const shots = shotsOf(tree).filter((shot) =>
          wanted ? wanted.includes(shot.id) : ['stale', 'failed', 'planned'].includes(shot.state),
        );
        const job = makeJob(tree.project.name, { projectId: tree.project.id });
        tree.project.activeJobId = job.id;
        jobs.unshift(job);
        for (const shot of shots) shot.state = 'queued';
        emit({
          type: 'job.updated',
          jobId: job.id,
          projectId: tree.project.id,
          data: { status: 'pending', kind: 'film' },
        });
        setTimeout(() => void play(job, tree, shots), 500);
        return accept(job);
      },
    ],
    [
      /^PATCH \/shots\/([^/]+)$/,
      ({ params, body }) => {
        const found = findShot(params[0] ?? '');
        if (!found) return undefined;
        const { words, move, seed, ...plain } = body as {
          words?: Shot['scene']['words'];
          move?: Shot['scene']['move'];
          seed?: number;
        };
        Object.assign(found.shot, plain, { revision: found.shot.revision + 1 });
        if (words) found.shot.scene.words = words;
        if (move) found.shot.scene.move = move;
        if (seed !== undefined) found.shot.scene.seed = seed;
        if ((words || move || seed !== undefined) && found.shot.takes.length > 0)
          Object.assign(found.shot, { state: 'stale', staleReason: 'The words on screen changed.' });
        count(found.tree);
        emit({ type: 'shot.updated', projectId: found.tree.project.id, data: { shotId: found.shot.id } });
        return found.shot;
      },
    ],
    [/^GET \/jobs$/, () => page(jobs)],
    [
      /^GET \/jobs\/([^/]+)$/,
      ({ params }) => ({
        job: jobs.find(({ id }) => id === params[0]),
        leaves: [],
        steps: [
          {
            name: 'Plan',
            status: 'completed',
            startedAt: new Date().toISOString(),
            finishedAt: new Date().toISOString(),
            seconds: 0.4,
            note: null,
          },
        ],
        output: null,
      }),
    ],
    [
      /^POST \/jobs\/([^/]+)\/(cancel|retry)$/,
      ({ params }) => {
        const job = jobs.find(({ id }) => id === params[0]) as Job;
        const tree = trees.get(job.projectId ?? '');
        if (params[1] === 'cancel') {
          Object.assign(job, { status: 'cancelled', finishedAt: new Date().toISOString() });
          if (tree) tree.project.activeJobId = null;
          for (const shot of tree ? shotsOf(tree) : [])
            if (['making', 'queued'].includes(shot.state))
              Object.assign(shot, { state: shot.takes.length > 0 ? 'stale' : 'planned', activeJobId: null });
          if (tree) count(tree);
          emit({
            type: 'job.cancelled',
            jobId: job.id,
            ...(tree ? { projectId: tree.project.id } : {}),
            data: { status: 'cancelled' },
          });
        } else if (tree)
          void play(
            job,
            tree,
            shotsOf(tree).filter(({ state }) => state === 'failed'),
          );
        return accept(job);
      },
    ],
    [
      /^GET \/queue\/status$/,
      () => ({
        isPaused: false,
        slots: [{ kind: 'render', used: jobs.filter(({ status }) => status === 'processing').length, total: 2 }],
        pending: 0,
        processing: jobs.filter(({ status }) => status === 'processing').length,
        oldestPendingSeconds: null,
      }),
    ],
    [/^POST \/queue\/paused$/, () => undefined],
    [
      /^GET \/assets$/,
      ({ query }) =>
        page(
          assets.filter(
            ({ kind, origin }) =>
              (!query.get('kind') || kind === query.get('kind')) &&
              (!query.get('origin') || origin === query.get('origin')),
          ),
        ),
    ],
    [/^GET \/assets\/([^/]+)$/, ({ params }) => ({ ...assets.find(({ id }) => id === params[0]), analysis: null })],
    [
      /^POST \/uploads$/,
      ({ body }) => {
        const { name, sizeBytes } = body as unknown as { name: string; sizeBytes: number };
        if (/\.txt$/.test(name))
          throw { status: 415, detail: 'This is text. Pictures may be JPG, PNG, WebP, GIF, AVIF or HEIC.' };
        const id = randomUUID();
        uploads.set(id, { name, sizeBytes, parts: [] });
        return { id, name, sizeBytes, partSizeBytes: 262_144, receivedParts: [], expiresAt: new Date().toISOString() };
      },
    ],
    [
      /^PUT \/uploads\/([^/]+)\/parts\/(\d+)$/,
      async () => {
        await wait(120);
      },
    ],
    [
      /^POST \/uploads\/([^/]+)\/complete$/,
      ({ params }) => {
        const index = assets.length;
        const asset = makeAsset(uploads.get(params[0] ?? '')?.name ?? 'photo', {
          url: `/api/v1/fixture/picture/${index}.jpg`,
          thumbnailUrl: `/api/v1/fixture/picture/${index}.jpg?width=480`,
        });
        assets.unshift(asset);
        return asset;
      },
    ],
    [
      /^GET \/shots\/([^/]+)\/preview$/,
      ({ params, query, response }) => {
        const found = findShot(params[0] ?? '');
        const [across = 16, down = 9] = (query.get('ratio') ?? '16:9').split(':').map(Number);
        return sendPicture(
          response,
          (found?.shot.scene.seed ?? 0) + Math.floor(Number(query.get('frame') ?? 0) / 30),
          Number(query.get('width') ?? 640),
          across / down,
        );
      },
    ],
    [
      /^GET \/fixture\/picture\/(\d+)\.jpg$/,
      ({ params, query, response }) =>
        sendPicture(
          response,
          Number(params[0]),
          Number(query.get('width') ?? 960),
          Number(query.get('ratio') ?? 16 / 9),
        ),
    ],
    [
      /^GET \/fixture\/film\/([\dx]+)\.mp4$/,
      ({ params, request, response }) =>
        sendFilm(request, response, media.filmFile(Number.parseInt(params[0] ?? '0', 10))),
    ],
    [
      /^GET \/fixture\/captions\.(srt|vtt)$/,
      ({ response }) => {
        response
          .writeHead(200, { 'content-type': 'text/vtt' })
          .end('WEBVTT\n\n00:00.500 --> 00:03.500\nSome mornings ask for less.\n');
      },
    ],
    [
      /^GET \/events$/,
      ({ response, request }) => {
        response
          .writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
          .write(': open\n\n');
        streams.add(response);
        request.on('close', () => streams.delete(response));
      },
    ],
  ];

  async function sendPicture(response: ServerResponse, index: number, width: number, ratio: number) {
    response
      .writeHead(200, { 'content-type': 'image/jpeg', 'cache-control': 'max-age=600' })
      .end(await media.picture(index, width, ratio));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const address = `${request.method} ${url.pathname.replace('/api/v1', '')}`;
    const isPublic = /\/(setup|auth|fixture)/.test(address);
    if (!isSignedIn && !isPublic)
      return sendJson(response, 401, { status: 401, code: 'account.signed_out', detail: 'Sign in first.' });
    for (const [pattern, handler] of routes) {
      const match = pattern.exec(address);
      if (!match) continue;
      const params = match.slice(1);
      const isJson = request.headers['content-type'] === 'application/json';
      const body = (isJson ? JSON.parse(await readText(request)) : {}) as Record<string, never>;
      try {
        const answer = await handler({ params, query: url.searchParams, body, request, response });
        if (!response.headersSent) sendJson(response, answer === undefined ? 204 : 200, answer);
      } catch (problem) {
        if (problem instanceof Error) throw problem;
        sendJson(response, (problem as { status: number }).status, problem);
      }
      return;
    }
    sendJson(response, 404, { status: 404, code: 'not_found', detail: 'It does not exist, or you cannot see it.' });
  }
  return { handle };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(body === undefined ? undefined : JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8') || '{}';
}

/** With byte ranges, so that films can be scrubbed. */
function sendFilm(request: IncomingMessage, response: ServerResponse, file: string): void {
  if (!file) return void response.writeHead(404).end();
  const { size } = statSync(file);
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  const start = Number(range?.[1] ?? 0);
  const end = range?.[2] ? Number(range[2]) : size - 1;
  response.writeHead(range ? 206 : 200, {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  createReadStream(file, { start, end }).pipe(response);
}
