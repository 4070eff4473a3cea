import type { ApiKeyScope, OrganizationId, Role, UserId } from '@kinora/contract';

/** Who asks: a signed-in person or an API key. A person may be signed in without using an organization yet. */
export type Actor =
  | {
      kind: 'user';
      userId: UserId;
      sessionId: string;
      organizationId: OrganizationId | null;
      role: Role | null;
      isOperator: boolean;
      /** The organization in use asks for a second step that the person has not set up: its things stay closed. */
      lacksSecondFactor?: boolean;
    }
  | { kind: 'api_key'; apiKeyId: string; organizationId: OrganizationId; role: Role; scopes: ApiKeyScope[] };

/** An actor whose organization and role are known: what every route with an action of the permission table receives. */
export type Member = Actor & { organizationId: OrganizationId; role: Role };

/** What is known of a request before anybody is recognised. */
export type Credentials = {
  cookie: string | undefined;
  bearer: string | undefined;
  ipAddress: string;
  userAgent: string;
};

export type Authenticate = (credentials: Credentials) => Promise<Actor | null>;

/** User behind the actor; null for API keys, which act for the organization. */
export function userIdOf(actor: Actor): UserId | null {
  return actor.kind === 'user' ? actor.userId : null;
}

/** Stable text for idempotency scopes and rate counters. */
export function actorKey(actor: Actor): string {
  return actor.kind === 'user' ? `user:${actor.userId}` : `key:${actor.apiKeyId}`;
}
