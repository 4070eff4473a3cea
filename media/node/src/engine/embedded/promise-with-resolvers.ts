type WithResolvers<Value> = {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (reason: unknown) => void;
};

/** node-av uses `Promise.withResolvers`, which Node 20 lacks: without it its demuxer throws. */
const promise = Promise as unknown as { withResolvers?: <Value>() => WithResolvers<Value> };
promise.withResolvers ??= function withResolvers<Value>(): WithResolvers<Value> {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const created = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise: created, resolve, reject };
};
