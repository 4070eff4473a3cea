import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, TextInput } from '../../ui/index.ts';
import { KINDS, type MovementFilter } from './queries.ts';

/** Kind, project, person and days; whatever is set can be taken off again by its first choice. */
export function MovementFilterBar({
  filter,
  onChange,
}: {
  filter: MovementFilter;
  onChange: (filter: MovementFilter) => void;
}) {
  const t = useWords();
  const projects = useQuery({
    queryKey: ['projects', 'choices'],
    queryFn: ({ signal }) => call('listProjects', { query: { limit: 100 }, signal }),
  });
  const members = useQuery({ queryKey: ['members'], queryFn: () => call('listMembers') });
  const set = (name: keyof MovementFilter) => (event: { target: { value: string } }) => {
    const { [name]: _before, ...rest } = filter;
    onChange(event.target.value === '' ? rest : { ...rest, [name]: event.target.value });
  };
  return (
    <search className="movement-filter">
      <Field label={t('billing.filter.kind')}>
        <Select value={filter.kind ?? ''} onChange={set('kind')}>
          <option value="">{t('billing.filter.everything')}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`billing.kind.${kind}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('billing.filter.project')}>
        <Select value={filter.projectId ?? ''} onChange={set('projectId')}>
          <option value="">{t('billing.filter.everyProject')}</option>
          {(projects.data?.items ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('billing.filter.person')}>
        <Select value={filter.userId ?? ''} onChange={set('userId')}>
          <option value="">{t('billing.filter.everybody')}</option>
          {(members.data?.items ?? []).map(({ userId, name }) => (
            <option key={userId} value={userId}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('billing.filter.from')}>
        <TextInput type="date" value={filter.from ?? ''} max={filter.to} onChange={set('from')} />
      </Field>
      <Field label={t('billing.filter.to')}>
        <TextInput type="date" value={filter.to ?? ''} min={filter.from} onChange={set('to')} />
      </Field>
    </search>
  );
}
