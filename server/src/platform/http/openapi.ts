import { PERMISSIONS, problem, type RouteDefinition } from '@kinora/contract';
import { z } from 'zod';

type Json = Record<string, unknown>;

const FORM_SCHEMA: Json = {
  type: 'object',
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
  required: ['file'],
  additionalProperties: { type: 'string' },
};

/**
 * OpenAPI 3.1 from the same route tables the server registers, so that the two cannot differ. Schemas with a
 * `.meta({ id })` become components.
 */
export function buildOpenApi(routes: readonly RouteDefinition[], info: { version: string; publicUrl: string }): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kinora',
      version: info.version,
      description:
        'A self-hosted AI creative studio. Errors are problem+json with a stable code; lists page by cursor; jobs and money take an Idempotency-Key.',
    },
    servers: [{ url: info.publicUrl }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'kinora_session' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function toOperation(route: RouteDefinition, components: Json): Json {
  const parameters = [
    ...toParameters(route.params, 'path', components),
    ...toParameters(route.query, 'query', components),
  ];
  if (route.idempotencyKey)
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: route.idempotencyKey === 'required' && !route.dryRun,
      schema: { type: 'string', minLength: 8, maxLength: 200 },
    });
  if (route.ifMatch)
    parameters.push({
      name: 'If-Match',
      in: 'header',
      description: 'The revision that was edited, so that nobody’s change is lost',
      required: true,
      schema: { type: 'string', pattern: '^(W/)?"?[0-9]{1,9}"?$' },
    });
  const responses: Record<string, Json> = {};
  for (const [status, schema] of Object.entries(route.responses))
    responses[status] = toResponse(route, schema, components);
  responses['default'] = {
    description: 'Refused; code and sentence say why',
    content: { 'application/problem+json': { schema: toSchema(problem, components, 'output') } },
  };
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: toSchema(route.body, components, 'input') },
              ...(route.form ? { 'multipart/form-data': { schema: FORM_SCHEMA } } : {}),
            },
          },
        }
      : {}),
    ...(route.bytes ? { requestBody: { required: true, content: { 'application/octet-stream': {} } } } : {}),
    responses,
    ...(route.access === 'public' ? { security: [] } : { security: [{ session: [] }, { key: [] }] }),
    ...(route.access in PERMISSIONS
      ? {
          'x-kinora-action': route.access,
          'x-kinora-scope': PERMISSIONS[route.access as keyof typeof PERMISSIONS].scope,
        }
      : {}),
  };
}

function toResponse(route: RouteDefinition, schema: z.ZodType | null, components: Json): Json {
  if (schema)
    return { description: 'Done', content: { 'application/json': { schema: toSchema(schema, components, 'output') } } };
  if (route.binary) return { description: route.binary.description, content: { [route.binary.mediaType]: {} } };
  return { description: 'Done' };
}

function toParameters(schema: z.ZodType | undefined, place: 'path' | 'query', components: Json): Json[] {
  if (!schema) return [];
  const object = toSchema(schema, components, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: property,
  }));
}

/** JSON Schema of a zod schema; its named parts move to the components. */
function toSchema(schema: z.ZodType, components: Json, io: 'input' | 'output'): Json {
  const {
    $schema: _dialect,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (zodSchema instanceof z.ZodObject) describeStrictness(jsonSchema, io);
    },
  }) as Json;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, Json>))
    components[name] ??= relink(definition);
  const id = schema.meta()?.id;
  const linked = relink(rest);
  if (!id || '$ref' in linked) return linked;
  components[id] ??= linked;
  return { $ref: `#/components/schemas/${id}` };
}

/** What is sent may hold nothing unknown; what is answered may grow. */
function describeStrictness(jsonSchema: { additionalProperties?: unknown }, io: 'input' | 'output'): void {
  if (io === 'input') jsonSchema.additionalProperties ??= false;
  else if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function relink(value: Json): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
