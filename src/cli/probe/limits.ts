/** How long and how much is waited for and read, in milliseconds and bytes. A good probe takes a second; these are for the rest. */
export const LIMITS = {
  /** One image, with all its retries. */
  image: 15_000,
  dns: 3000,
  /** One address; the next one is tried then. */
  connect: 2500,
  addresses: 4,
  tls: 4000,
  /** From the request to the last byte of its answer, however it drips. */
  answer: 6000,
  headers: 32 * 1024,
  /** OCI Distribution Specification, "Pushing Manifests": registries need not take more than that. */
  manifest: 4 * 1024 * 1024,
  token: 128 * 1024,
  /** One page of tags. */
  tags: 2 * 1024 * 1024,
  tagPages: 10,
  /** Of a refusal; more is not read. */
  refusal: 64 * 1024,
  redirects: 5,
  tries: 3,
  /** A longer wait that a registry asks for is told, not waited for. */
  wait: 3000,
  /** Credentials tried for one image. */
  credentials: 5,
  /** Registries asked at once, and images of each. */
  parallel: 6,
  helper: 5000,
} as const;

/** When all of it has to be done. */
export interface Deadline {
  /** Milliseconds that are left of it, at most as many as given; never less than one, so that a timer fires. */
  left(most: number): number;
  readonly isOver: boolean;
}

export function deadlineIn(milliseconds: number, now: () => number = Date.now): Deadline {
  const end = now() + milliseconds;
  return {
    left: (most) => Math.max(1, Math.min(most, end - now())),
    get isOver() {
      return now() >= end;
    },
  };
}

/** The promise's value, or what `onTimeout` makes of its being too late. */
export async function within<T>(milliseconds: number, promise: Promise<T>, onTimeout: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onTimeout()), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
