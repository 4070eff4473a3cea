import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

/**
 * A part of the app whose code is fetched when it is first shown; until then `Waiting` stands in its place. Not React's own
 * `lazy`: that shows nothing for 300 ms at least wherever it has shown a place empty, although the code is there in 30. A
 * fetch that failed is made again when the part is drawn again.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType<Props> | (() => ReactNode) = () => null,
): ComponentType<Props> {
  let Part: ComponentType<Props> | undefined;
  let fetching: Promise<void> | undefined;

  function fetchPart(): Promise<void> {
    fetching ??= load().then(
      (loaded) => {
        Part = loaded;
      },
      (error: unknown) => {
        fetching = undefined;
        throw error;
      },
    );
    return fetching;
  }

  return function Later(props: Props) {
    const [arrival, setArrival] = useState<'waiting' | 'here' | { fault: unknown }>('waiting');
    useEffect(() => {
      // Also when another place has fetched it meanwhile: this one may have been drawn just before.
      let isShown = true;
      const tell = (what: 'here' | { fault: unknown }) => isShown && setArrival(what);
      fetchPart().then(
        () => tell('here'),
        (fault: unknown) => tell({ fault }),
      );
      return () => {
        isShown = false;
      };
    }, []);
    if (typeof arrival === 'object') throw arrival.fault;
    return Part ? <Part {...props} /> : <Waiting {...props} />;
  };
}
