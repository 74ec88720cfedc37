/** Where faults of the system itself go; pino's shape. */
export interface Log {
  error(fields: object, message: string): void;
}
