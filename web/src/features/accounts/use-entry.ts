import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { type Me, meQuery, type SecondStep } from '../../api/index.ts';
import { switchLanguage } from '../../app/words/index.ts';
import { readRefusal, sentenceOf } from '../../ui/index.ts';

/** The literal `true` of an initial value is widened, so that a choice may be turned off. */
type Widened<T> = { [K in keyof T]: T[K] extends boolean ? boolean : string };

/** One entry form: its fields, sending it, what was refused, and the way into the studio afterwards. */
export function useEntryForm<
  Initial extends Record<string, string | boolean>,
  Fields extends Widened<Initial> = Widened<Initial>,
>(initial: Initial, send: (fields: Fields) => Promise<Me | SecondStep | undefined>) {
  const [fields, setFields] = useState(initial as unknown as Fields);
  const enter = useEnter();
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      if (answer && 'memberships' in answer) enter(answer);
    },
  });
  const refused = readRefusal(mutation.error, Object.keys(initial));
  return {
    /** The password was right and a second step is asked for. */
    ticket: mutation.data && 'ticket' in mutation.data ? mutation.data.ticket : undefined,
    beginAgain: () => mutation.reset(),
    fields,
    set: (changes: Partial<Fields>) => setFields((before) => ({ ...before, ...changes })),
    isBusy: mutation.isPending,
    isDone: mutation.isSuccess,
    fieldError: (name: keyof Fields & string) => refused.at[name],
    error: refused.rest ? sentenceOf(refused.rest) : undefined,
    onSubmit: (event: FormEvent) => {
      event.preventDefault();
      if (!mutation.isPending) mutation.mutate(fields);
    },
  };
}

/** Into the studio with a fresh session: to where the person was sent from, else Home, in the account's language. */
function useEnter(): (me: Me) => void {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return (me) => {
    client.clear();
    client.setQueryData(meQuery.queryKey, me);
    if (me.user) void switchLanguage(me.user.language);
    const then = new URLSearchParams(location.search).get('then');
    // Only addresses inside the studio: a link may not send people elsewhere after they signed in.
    navigate(then && /^\/(o|invite)\//.test(then) ? then : '/');
  };
}
