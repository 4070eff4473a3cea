import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../server/src/platform/ids.ts';
import type { Piece } from '../../../server/src/testing/chaos-studio.ts';
import { lookAtJobs } from './books.ts';
import type { Tenant } from './tenants.ts';

const TENANTS = 4;
const OPEN_JOBS = 8;
const PIECES = 3;
const LOOK_MS = 400;
const ANSWER_MS = 5000;

type Order = { tenant: Tenant; requestKey: string; pieces: Piece[]; jobId: string | null };

export type PeopleOptions = {
  address: string;
  openTenant(): Promise<Tenant>;
  /** Null while it is away. */
  ownerUrl: () => string | null;
  pieceOf(number: number): Piece;
};
export type People = ReturnType<typeof startPeople>;

/**
 * Those who use the studio all the while, through its API: as long as they order, so many jobs are open. A press that was not
 * answered is pressed again with its key; a job that failed is tried again; where a vendor cannot be asked what became of a
 * submission, it is sent again, as only a person may say.
 */
export function startPeople(options: PeopleOptions) {
  const orders: Order[] = [];
  const open = new Set<Order>();
  /** Intents that somebody asked to have sent again, whether or not the answer to that came. */
  const decided = new Set<string>();
  const refusals = new Map<string, number>();
  const tenants: Tenant[] = [];
  let lastNumber = 0;
  let isOrdering = false;
  let isOver = false;

  async function call(key: string, path: string, body?: object, requestKey = newId()): Promise<unknown> {
    const response = await fetch(`${options.address}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': requestKey,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer = (await response.json()) as { code?: string };
    if (response.status < 300) return answer;
    const refusal = `${response.status} ${answer.code}`;
    refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    return null;
  }

  async function chooseTenant(): Promise<Tenant> {
    for (let index = tenants.length - 1; index >= 0; index -= 1)
      if (tenants[index]!.creditsLeft < PIECES) tenants.splice(index, 1);
    while (tenants.length < TENANTS) tenants.push(await options.openTenant());
    return tenants[orders.length % TENANTS]!;
  }

  async function addOrder(): Promise<void> {
    const tenant = await chooseTenant();
    tenant.creditsLeft -= PIECES;
    const pieces = Array.from({ length: PIECES }, () => {
      lastNumber += 1;
      return options.pieceOf(lastNumber);
    });
    const order: Order = { tenant, requestKey: newId(), pieces, jobId: null };
    orders.push(order);
    open.add(order);
  }

  async function press(order: Order): Promise<void> {
    const { pieces, tenant, requestKey } = order;
    const body = { input: { pieces }, maxCredits: pieces.length };
    const made = (await call(tenant.key, '/jobs/chaos', body, requestKey)) as { job: { id: string } } | null;
    if (made) order.jobId = made.job.id;
  }

  async function follow(ownerUrl: string): Promise<void> {
    const taken = new Map([...open].flatMap((order) => (order.jobId === null ? [] : [[order.jobId, order] as const])));
    const { jobs, undecided } = await lookAtJobs(ownerUrl, [...taken.keys()]);
    for (const { id, status } of jobs) {
      const order = taken.get(id)!;
      if (status === 'completed') open.delete(order);
      if (status === 'failed') await call(order.tenant.key, `/jobs/${id}/retry`);
    }
    const keys = new Map(orders.map(({ tenant }) => [tenant.organizationId, tenant.key]));
    for (const { id, organizationId } of undecided) {
      decided.add(id);
      await call(keys.get(organizationId)!, `/intents/${id}/decide`, { decision: 'send_again' });
    }
  }

  async function look(): Promise<void> {
    while (isOrdering && open.size < OPEN_JOBS) await addOrder();
    await Promise.all([...open].filter(({ jobId }) => jobId === null).map(press));
    const ownerUrl = options.ownerUrl();
    if (ownerUrl !== null) await follow(ownerUrl);
  }

  async function live(): Promise<void> {
    while (!isOver) {
      // API or database is away at this moment: everybody comes again.
      await look().catch((error: unknown) => {
        const code = (error as { code?: string }).code ?? String(error);
        refusals.set(code, (refusals.get(code) ?? 0) + 1);
      });
      await sleep(LOOK_MS);
    }
  }
  const living = live();

  return {
    orders: () => orders.length,
    decided: (): ReadonlySet<string> => decided,
    setOrdering(given: boolean) {
      isOrdering = given;
    },
    openOrders: () => open.size,
    takenIds: () => [...open].flatMap(({ jobId }) => jobId ?? []),
    refusals: () => Object.fromEntries(refusals),
    /** Gives up what is open, and says how much that is. */
    forgetOpen(): number {
      const { size } = open;
      open.clear();
      return size;
    },
    async leave() {
      isOver = true;
      await living;
    },
  };
}
