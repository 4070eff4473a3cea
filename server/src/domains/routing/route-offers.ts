import { KinoraError, type Messages, messagesOf, type RankedRoute, type RouteChoice, say } from '@kinora/contract';
import { toWorkflowModel } from '@kinora/providers';
import { planLength } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { type Member, userIdOf } from '../../platform/http/index.ts';
import { noteChange } from '../accounts/index.ts';
import { findBrand } from '../brands/index.ts';
import { findUnpricedStop, readLeft } from '../budgets/index.ts';
import { assertMayWorkIn, findProject } from '../projects/index.ts';
import { CLOSED, planPassage } from './circuit.ts';
import { listCircuits } from './circuit-store.ts';
import { COMFY_POOL } from './comfy/pool.ts';
import { listWorkflowRows, toOwnWorkflow } from './comfy/workflow-store.ts';
import { listConnectionRows } from './connection-store.ts';
import { type ConnectionParts, getProvider, listModelsOf } from './connections.ts';
import { planRoute, type RouteCandidate, type RouteContext, type RouteNeed } from './plan-route.ts';
import { type ChoiceScope, listChoices, listPastUse, replaceChoices } from './route-choice-store.ts';

export type RouteOfferParts = ConnectionParts & { database: Pick<Database, 'inOrganization'> };
export type RouteQuery = Omit<RouteNeed, 'capabilities' | 'ratio' | 'seconds'> & {
  what: RouteChoice['capability'];
  projectId?: string | undefined;
  ratio?: RouteNeed['ratio'] | undefined;
  seconds?: number | undefined;
};
export type ChoiceOwner = { projectId?: string | undefined; brandId?: string | undefined };
export type RouteOfferService = ReturnType<typeof createRouteOfferService>;

const CURRENCY = 'USD';

/** Who can be asked for a shot's picture or motion, in the order in which to choose, and who was chosen beforehand. */
export function createRouteOfferService(parts: RouteOfferParts) {
  const inMine = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    parts.database.inOrganization(actor.organizationId, work);

  return {
    listRoutes: (actor: Member, query: RouteQuery): Promise<{ items: RankedRoute[]; messages: Messages }> =>
      inMine(actor, async (transaction) => {
        const { what, projectId, ratio = null, seconds = null, ...rest } = query;
        const need: RouteNeed = {
          ...rest,
          ratio,
          // Pictures have no length, whatever the shot has.
          seconds: what === 'motion' ? seconds : null,
          capabilities: what === 'motion' ? ['video'] : ['image', 'image-edit'],
        };
        const context = await readContext(transaction, actor, { what, projectId });
        const items = planRoute(need, await listCandidates(transaction), context);
        return { items, messages: messagesOf(items.flatMap(({ reasons }) => reasons)) ?? {} };
      }),

    listChoices: (actor: Member, owner: ChoiceOwner): Promise<RouteChoice[]> =>
      inMine(actor, async (transaction) => {
        const scope = toScope(owner);
        return 'projectId' in scope ? listOfProject(transaction, scope.projectId) : listChoices(transaction, scope);
      }),

    setChoices: (actor: Member, owner: ChoiceOwner, items: readonly RouteChoice[]): Promise<RouteChoice[]> =>
      inMine(actor, async (transaction) => {
        const scope = toScope(owner);
        if ('projectId' in scope)
          await assertMayWorkIn(transaction, { ...actor, userId: userIdOf(actor) }, scope.projectId);
        const brand = 'brandId' in scope ? await getBrandName(transaction, scope.brandId) : undefined;
        for (const item of items) await assertKnown(transaction, item);
        const before = { choices: await listChoices(transaction, scope) };
        await replaceChoices(transaction, scope, items);
        const after = { choices: await listChoices(transaction, scope) };
        // Of a brand it holds for every film to come; of a film it is part of making it.
        if (brand !== undefined)
          await noteChange(transaction, actor, {
            action: 'brand_routes.changed',
            subject: brand,
            before,
            after,
            told: ['choices'],
          });
        return after.choices;
      }),
  };

  async function readContext(
    transaction: Transaction,
    actor: Member,
    { what, projectId }: { what: RouteChoice['capability']; projectId: string | undefined },
  ): Promise<RouteContext> {
    const chosen = projectId === undefined ? [] : await listOfProject(transaction, projectId);
    const scope = { projectId: projectId ?? null, userId: userIdOf(actor) };
    return {
      today: new Date(parts.now()).toISOString().slice(0, 10),
      preferred: chosen.filter(({ capability }) => capability === what),
      budget: {
        leftMicros: await readLeft(transaction, scope, CURRENCY),
        stopsUnpriced: (await findUnpricedStop(transaction, scope)) !== undefined,
      },
      planLength,
    };
  }

  /** The project's own, each of them else its brand's. */
  async function listOfProject(transaction: Transaction, projectId: string): Promise<RouteChoice[]> {
    const project = await findProject(transaction, projectId);
    if (!project) throw new KinoraError('project.not_found', `no project ${projectId}`);
    const own = await listChoices(transaction, { projectId });
    const brands = project.brand_id === null ? [] : await listChoices(transaction, { brandId: project.brand_id });
    const isOwn = (one: RouteChoice) =>
      own.some(({ capability, purpose }) => capability === one.capability && purpose === one.purpose);
    return [...own, ...brands.filter((one) => !isOwn(one))];
  }

  async function listCandidates(transaction: Transaction): Promise<RouteCandidate[]> {
    const circuits = await listCircuits(transaction);
    const past = await listPastUse(transaction);
    const rows = await listConnectionRows(transaction);
    const own = rows.map((row) => ({ ...row, isOperators: false }));
    const workflows = (await listWorkflowRows(transaction)).map((row) => toWorkflowModel(toOwnWorkflow(row)));
    const operators = [...parts.operator.keys()].map((provider) => ({
      id: `operator:${provider}`,
      provider,
      name: getProvider(parts, provider).title,
      is_enabled: true,
      models: null,
      health: 'unknown' as const,
      isOperators: true,
    }));
    return [...listPool(rows), ...own, ...operators].flatMap((row) => {
      const { id, name, isOperators, is_enabled: isEnabled, health } = row;
      const provider = getProvider(parts, row.provider);
      const { title } = provider;
      const models = [...listModelsOf(provider, [row]), ...(provider.id === 'comfyui' ? workflows : [])];
      const passage = planPassage(circuits.get(id) ?? CLOSED, parts.now());
      const paused = passage.kind === 'wait' ? passage.why : null;
      return models
        .filter(({ price }) => !isOperators || price !== null)
        .map((model): RouteCandidate => {
          const { asked = 0, failed = 0, median_seconds: medianSeconds = null } = past.get(`${id} ${model.id}`) ?? {};
          return {
            connection: { id, name, isOperators, isEnabled },
            providerTitle: title,
            model,
            health: paused ?? (health === 'refused' ? 'refused' : 'works'),
            past: { asked, failed, medianSeconds },
          };
        });
    });
  }

  async function assertKnown(transaction: Transaction, { connection, model, capability }: RouteChoice): Promise<void> {
    const wanted = capability === 'motion' ? ['video'] : ['image', 'image-edit'];
    const isKnown = (await listCandidates(transaction)).some(
      (each) => each.connection.id === connection && each.model.id === model && wanted.includes(each.model.capability),
    );
    if (!isKnown) throw new KinoraError('generation.unknown_model', `no ${model} through ${connection}`);
  }
}

/** All ComfyUI servers together: one more that can be asked, for what any of them can make. */
function listPool(rows: Awaited<ReturnType<typeof listConnectionRows>>) {
  const servers = rows.filter(({ provider }) => provider === 'comfyui');
  if (servers.length === 0) return [];
  return [
    {
      id: COMFY_POOL,
      provider: 'comfyui',
      name: 'ComfyUI',
      is_enabled: servers.some(({ is_enabled }) => is_enabled),
      models: null,
      health: 'unknown' as const,
      isOperators: false,
    },
  ];
}

async function getBrandName(transaction: Transaction, brandId: string): Promise<string> {
  const brand = await findBrand(transaction, brandId);
  if (!brand) throw new KinoraError('project.brand_unknown', `no brand ${brandId}`);
  return brand.name;
}

function toScope({ projectId, brandId }: ChoiceOwner): ChoiceScope {
  if (projectId !== undefined && brandId === undefined) return { projectId };
  if (brandId !== undefined && projectId === undefined) return { brandId };
  const sentence = say('field.project_or_brand');
  throw new KinoraError('request.invalid', 'a choice is of one project or one brand', {
    sentence,
    details: { fields: { projectId: sentence } },
  });
}
