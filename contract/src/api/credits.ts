import { z } from 'zod';
import { messages, say } from '../messages.ts';
import { money } from '../prices.ts';
import { isoTime, jobId, projectId, userId } from '../primitives.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

export const wallet = z
  .object({
    balance: z.int(),
    reserved: z.int(),
    spentThisMonth: z.int(),
    /** What vendors were paid, or are being asked for, in the running month: one sum a currency, none without connections. */
    costsThisMonth: z.array(money),
    /** Credits owed after a refund or dispute; new paid work waits until they are repaid. */
    debt: z.int(),
    preset: z.enum(['self-hosted', 'hosted']),
    /** Sum of all accounts of the organization's ledger: 0, or something is wrong. */
    ledgerSum: z.int(),
  })
  .meta({ id: 'Wallet' });

/**
 * What moves a wallet: `grant` in (sign-up, pack, plan), `hold` for a job that starts, `release` of what it did not use,
 * `refund` and `dispute` out, `return` of a dispute that was won, `repay` of a debt.
 */
export const transactionKind = z.enum(['grant', 'hold', 'release', 'refund', 'dispute', 'return', 'repay']);
export type TransactionKind = z.infer<typeof transactionKind>;

export const transaction = z
  .object({
    id: z.uuid(),
    kind: transactionKind,
    amount: z.int(),
    balanceAfter: z.int(),
    /** The job, while it is kept. */
    jobId: jobId.nullable(),
    projectId: projectId.nullable(),
    projectName: z.string().nullable(),
    userId: userId.nullable(),
    personName: z.string().nullable(),
    note: z.string(),
    at: isoTime,
  })
  .meta({ id: 'Transaction' });

/** Real money beside the credits: one paid answer of a vendor. */
const jobCost = z
  .object({
    id: z.uuid(),
    jobId: jobId.nullable(),
    projectId: projectId.nullable(),
    userId: userId.nullable(),
    provider: z.string(),
    model: z.string().nullable(),
    cost: money,
    /** False: the operator pays the vendor, and the organization pays credits. */
    isOwnConnection: z.boolean(),
    /** False while the answer is asked for; the cost is then the expected one. */
    isFinal: z.boolean(),
    at: isoTime,
  })
  .meta({ id: 'JobCost' });

const day = z.iso.date().regex(/^[12]/, say('field.day_year'));
const filter = {
  kind: transactionKind.optional(),
  projectId: projectId.optional(),
  userId: userId.optional(),
  /** First and last day, in the organization's time zone. */
  from: day.optional(),
  to: day.optional(),
};

export const creditRoutes = defineRoutes({
  getCredits: {
    method: 'GET',
    path: '/credits',
    operationId: 'getCredits',
    tag: 'credits',
    summary: 'Balance',
    access: 'credits.read',
    responses: { 200: wallet },
  },
  listTransactions: {
    method: 'GET',
    path: '/transactions',
    operationId: 'listTransactions',
    tag: 'credits',
    summary: 'Every movement of the wallet, newest first, with the balance it left',
    access: 'credits.read',
    query: cursorQuery.extend(filter),
    responses: { 200: page(transaction).extend({ messages: messages.optional() }) },
  },
  exportTransactions: {
    method: 'GET',
    path: '/transaction-export',
    operationId: 'exportTransactions',
    tag: 'credits',
    summary: 'The same movements as CSV',
    access: 'credits.read',
    query: z.object(filter),
    responses: { 200: null },
    binary: { mediaType: 'text/csv', description: 'One row a movement, newest first' },
  },
  listCosts: {
    method: 'GET',
    path: '/costs',
    operationId: 'listCosts',
    tag: 'credits',
    summary: 'What vendors cost in real money, newest first',
    access: 'credits.read',
    query: cursorQuery.extend({ projectId: projectId.optional() }),
    responses: { 200: page(jobCost) },
  },
});
