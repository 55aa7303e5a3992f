import { buildConnector } from 'undici';

type Options = {
  /** How long one try may take, in milliseconds. */
  timeout: number;
  /** For how long a service may be away before calls of it fail at once, in milliseconds. */
  patience: number;
};

const PAUSE = 150;

/**
 * Connects to services, and bridges the seconds in which one is replaced: while it has been away for no longer than `patience`, a
 * connection is tried again, and what is to be sent waits unsent. A service that stays away costs no more than that, once.
 */
export function patientConnector({ timeout, patience }: Options): buildConnector.connector {
  const connect = buildConnector({ timeout });
  const awaySince = new Map<string, number>();
  return (options, callback) => {
    const service = `${options.hostname}:${options.port}`;
    const attempt = (): void =>
      void connect(options, (...[error, socket]) => {
        if (!error) {
          awaySince.delete(service);
          return callback(null, socket);
        }
        const since = awaySince.get(service) ?? performance.now();
        awaySince.set(service, since);
        if (performance.now() - since >= patience) return callback(error, null);
        setTimeout(attempt, PAUSE);
      });
    attempt();
  };
}
