import { useCallback } from 'react';

/** The next page, unless it is on its way or was refused: then the list waits for the next answer instead of asking on and on. */
export function useMore({
  hasNextPage,
  isFetching,
  isError,
  fetchNextPage,
}: {
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  fetchNextPage: () => unknown;
}): () => void {
  return useCallback(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
}
