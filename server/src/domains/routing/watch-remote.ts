import type { Remote, Watched } from '@kinora/providers';
import type { OpenConnection } from './connections.ts';

export type RemoteWatch = {
  /** Listens from now on, unless it does already. */
  begin(connection: OpenConnection, remote: Remote): void;
  end(): void;
};

/** Holds the socket of what runs remotely. It only tells: that it breaks is no fault, and the next look begins it again. */
export function createRemoteWatch(tell: (event: Watched) => void): RemoteWatch {
  let held: AbortController | undefined;
  return {
    begin({ provider, call }, remote) {
      if (held || !provider.watch) return;
      const own = new AbortController();
      held = own;
      const release = () => {
        if (held === own) held = undefined;
      };
      void provider
        .watch(call, remote, (event) => own.signal.aborted || tell(event), own.signal)
        .then(release, release);
    },
    end() {
      held?.abort();
      held = undefined;
    },
  };
}
