import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import {
  archivedTemplatesQuery,
  type BodyOf,
  call,
  productTemplatesQuery,
  type SavedTemplate,
} from '../../api/index.ts';
import { useSelfSaving } from '../../ui/index.ts';
import { applyChange, type TemplateChange } from './template-change.ts';

export type ChangeTemplate = (change: TemplateChange, field: string) => void;

/** One of the organization's templates: what is changed shows at once, is saved by itself and can be undone. */
export function useTemplate(id: string, { isHeld }: { isHeld: boolean }) {
  const client = useQueryClient();
  const active = useQuery(productTemplatesQuery);
  const archived = useQuery(archivedTemplatesQuery);
  const stored = [...(active.data?.items ?? []), ...(archived.data?.items ?? [])].find((one) => one.id === id);
  const current = useRef<SavedTemplate>(undefined);

  const { pending, ...edits } = useSelfSaving<TemplateChange>({
    write: async (change) => {
      const body = change as BodyOf<'updateProductTemplate'>;
      const written = await call('updateProductTemplate', { params: { id }, body });
      for (const { queryKey } of [productTemplatesQuery, archivedTemplatesQuery])
        client.setQueryData(queryKey, (known: typeof active.data) =>
          known ? { ...known, items: known.items.map((one) => (one.id === id ? written : one)) } : known,
        );
    },
    backOf: (next) => current.current && pickFields(current.current, next),
    about: `template.${id}`,
    stored: stored && !isHeld ? fieldsOf(stored) : undefined,
  });
  const template = stored ? applyChange(stored, pending) : undefined;
  current.current = template;

  return {
    template,
    builtIn: active.data?.builtIn ?? [],
    isKnown: active.data !== undefined && (stored !== undefined || archived.data !== undefined),
    error: active.error ?? archived.error,
    ...edits,
  };
}

function fieldsOf({ name, brandId, template }: SavedTemplate): Required<TemplateChange> {
  return { name, brandId, parameters: template.parameters, timing: template.timing };
}

function pickFields(template: SavedTemplate, change: TemplateChange): TemplateChange {
  const all = fieldsOf(template);
  return Object.fromEntries(Object.keys(change).map((key) => [key, all[key as keyof TemplateChange]]));
}
