import type { Transaction } from '../../platform/database/index.ts';
import { type Circuit, CLOSED } from './circuit.ts';

type CircuitRow = {
  key: string;
  failures: number;
  counted_from: Date | null;
  openings: number;
  open_until: Date | null;
  probe_until: Date | null;
  retry_at: Date | null;
};

/** Locked until the transaction ends: of two processes that ask, one lets the probe out. */
export async function readCircuit(transaction: Transaction, intentId: string): Promise<Circuit> {
  const { rows } = await transaction.query<CircuitRow>('select * from app.read_circuit($1)', [intentId]);
  return rows[0] ? toCircuit(rows[0]) : CLOSED;
}

export async function saveCircuit(transaction: Transaction, intentId: string, circuit: Circuit): Promise<void> {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms));
  await transaction.query('select app.save_circuit($1, $2, $3, $4, $5, $6, $7)', [
    intentId,
    circuit.failures,
    time(circuit.countedFromMs),
    circuit.openings,
    time(circuit.openUntilMs),
    time(circuit.probeUntilMs),
    time(circuit.retryAtMs),
  ]);
}

/** By connection as people choose it. */
export async function listCircuits(transaction: Transaction): Promise<Map<string, Circuit>> {
  const { rows } = await transaction.query<CircuitRow>('select * from app.list_circuits()');
  return new Map(rows.map((row) => [row.key, toCircuit(row)]));
}

export async function forgetCircuit(transaction: Transaction, connectionId: string): Promise<void> {
  await transaction.query('select app.forget_circuit($1)', [connectionId]);
}

function toCircuit(row: CircuitRow): Circuit {
  const ms = (time: Date | null) => time?.getTime() ?? null;
  return {
    failures: row.failures,
    countedFromMs: ms(row.counted_from),
    openings: row.openings,
    openUntilMs: ms(row.open_until),
    probeUntilMs: ms(row.probe_until),
    retryAtMs: ms(row.retry_at),
  };
}
