import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call, type SavedTemplate, type TemplateKind } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';

const NAME_MAX = 60;
export const templatePath = (id: string) => `/studios/product-film/templates/${id}`;

/** What is done to a template as a whole; each can be undone for eight seconds. */
export function useTemplateActs() {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const refresh = () => client.invalidateQueries({ queryKey: ['product-templates'] });
  const act = (work: Promise<unknown>, after: () => void = () => undefined) =>
    void work.then(refresh).then(after).catch(toastProblem);
  const setArchived = (id: string, isArchived: boolean) =>
    call('updateProductTemplate', { params: { id }, body: { isArchived } });
  return {
    /** A copy of a built-in template or of one of ours, opened to be changed. */
    duplicate(source: { copyOf: TemplateKind | SavedTemplate['id']; name: string }, brandId?: string) {
      const name = t('template.copyName', { name: source.name }).slice(0, NAME_MAX);
      const body = { copyOf: source.copyOf, name, ...(brandId ? { brandId } : {}) };
      void call('duplicateProductTemplate', { body })
        .then(async (made) => {
          await refresh();
          navigate(templatePath(made.id));
        })
        .catch(toastProblem);
    },
    archive({ id, name }: SavedTemplate) {
      const undo = () => act(setArchived(id, false));
      act(setArchived(id, true), () => showToast({ text: t('template.archived', { name }), undo }));
    },
    bringBack: ({ id }: SavedTemplate) => act(setArchived(id, false)),
    remove({ id, name }: SavedTemplate, after?: () => void) {
      const undo = () => act(call('restoreProductTemplate', { params: { id } }));
      act(call('deleteProductTemplate', { params: { id } }), () => {
        showToast({ text: t('template.deleted', { name }), undo });
        after?.();
      });
    },
  };
}
