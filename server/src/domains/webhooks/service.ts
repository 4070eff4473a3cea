import { KinoraError, type Webhook } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { type Member, userIdOf } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { noteAct, noteChange } from '../accounts/index.ts';
import { toDelivery, toDeliveryDetail, toWebhook } from './present.ts';
import { type SendParts, sendClaimed, TEST_TYPE, toSecretContext } from './send.ts';
import { makeWebhookSecret } from './signature.ts';
import {
  claimNow,
  deleteWebhookRow,
  findDeliveryRow,
  findWebhookRow,
  insertDelivery,
  insertWebhook,
  listAttemptRows,
  listDeliveryRows,
  listWebhookRows,
  replayRow,
  setSecret,
  turnOffRow,
  turnOnRow,
  updateWebhookRow,
} from './store.ts';

const MOST_WEBHOOKS = 20;
/** Longer than one try takes, so that the sender leaves a test to the person who waits for it. */
const TEST_WAIT_SECONDS = 60;

type Fields = { name: string; url: string; eventTypes: readonly string[] };
type Change = { [Name in keyof Fields]?: Fields[Name] | undefined } & { isOn?: boolean | undefined };
export type WebhookService = ReturnType<typeof createWebhookService>;

/** The organization's own addresses that are told of its events. */
export function createWebhookService(parts: SendParts) {
  const { database, secrets } = parts;
  const inMine = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);

  async function readDetail(transaction: Transaction, id: string) {
    const row = await findDeliveryRow(transaction, id);
    if (!row) throw notFound(id);
    return toDeliveryDetail(row, await listAttemptRows(transaction, id));
  }

  return {
    list: (actor: Member): Promise<Webhook[]> =>
      inMine(actor, async (transaction) => (await listWebhookRows(transaction)).map(toWebhook)),

    create: (actor: Member, fields: Fields) =>
      inMine(actor, async (transaction) => {
        // Serialised by the organization's row: two requests side by side would both pass the count.
        await transaction.query('select 1 from organizations where id = $1 for update', [actor.organizationId]);
        if ((await listWebhookRows(transaction)).length >= MOST_WEBHOOKS)
          throw new KinoraError('webhook.too_many', `${MOST_WEBHOOKS} webhooks`);
        const [id, secret] = [newId(), makeWebhookSecret()];
        const row = await insertWebhook(transaction, {
          id,
          organizationId: actor.organizationId,
          ...fields,
          sealedSecret: secrets.seal(secret, toSecretContext(id)),
          createdBy: userIdOf(actor),
        });
        await noteAct(transaction, actor, {
          action: 'webhook.created',
          subject: id,
          name: fields.name,
          url: fields.url,
        });
        return { webhook: toWebhook(row), secret };
      }),

    update: (actor: Member, id: string, { isOn, ...change }: Change): Promise<Webhook> =>
      inMine(actor, async (transaction) => {
        const before = await getWebhook(transaction, id);
        await updateWebhookRow(transaction, id, change);
        if (isOn === true) await turnOnRow(transaction, id);
        if (isOn === false) await turnOffRow(transaction, id, 'person');
        const after = await getWebhook(transaction, id);
        await noteChange(transaction, actor, { action: 'webhook.changed', subject: id, before, after, told: TOLD });
        return after;
      }),

    delete: (actor: Member, id: string): Promise<void> =>
      inMine(actor, async (transaction) => {
        const { name, url } = await getWebhook(transaction, id);
        if (!(await deleteWebhookRow(transaction, id))) throw notFound(id);
        await noteAct(transaction, actor, { action: 'webhook.deleted', subject: id, name, url });
      }),

    renewSecret: (actor: Member, id: string) =>
      inMine(actor, async (transaction) => {
        const webhook = await getWebhook(transaction, id);
        const secret = makeWebhookSecret();
        await setSecret(transaction, id, secrets.seal(secret, toSecretContext(id)));
        await noteAct(transaction, actor, { action: 'webhook.secret_renewed', subject: id, name: webhook.name });
        return { webhook, secret };
      }),

    /** Sent now, once; the answer is told. */
    async test(actor: Member, id: string) {
      const { organizationId } = actor;
      const claimed = await inMine(actor, async (transaction) => {
        const { name } = await getWebhook(transaction, id);
        const body = {
          type: TEST_TYPE,
          timestamp: parts.now().toISOString(),
          data: { organizationId, webhookId: id, name },
        };
        const message = { organizationId, webhookId: id, eventSeq: null, type: TEST_TYPE, body };
        return claimNow(transaction, await insertDelivery(transaction, { ...message, waitSeconds: TEST_WAIT_SECONDS }));
      });
      if (!claimed) throw notFound(id);
      await sendClaimed(parts, organizationId, claimed);
      return inMine(actor, (transaction) => readDetail(transaction, claimed.id));
    },

    listDeliveries: (
      actor: Member,
      query: { webhookId: string; status: string | undefined; beforeId: string | undefined; limit: number },
    ) =>
      inMine(actor, async (transaction) => {
        await getWebhook(transaction, query.webhookId);
        return (await listDeliveryRows(transaction, query)).map(toDelivery);
      }),

    getDelivery: (actor: Member, id: string) => inMine(actor, (transaction) => readDetail(transaction, id)),

    replay: (actor: Member, id: string) =>
      inMine(actor, async (transaction) => {
        if (!(await findDeliveryRow(transaction, id))) throw notFound(id);
        if (!(await replayRow(transaction, id))) throw new KinoraError('webhook.on_its_way', `${id} is being sent`);
        return toDelivery((await findDeliveryRow(transaction, id))!);
      }),
  };
}

const TOLD = ['name', 'url', 'eventTypes', 'isOn'] as const;

async function getWebhook(transaction: Transaction, id: string): Promise<Webhook> {
  const row = await findWebhookRow(transaction, id);
  if (!row) throw notFound(id);
  return toWebhook(row);
}

function notFound(id: string): KinoraError {
  return new KinoraError('webhook.not_found', `no webhook or message ${id}`);
}
