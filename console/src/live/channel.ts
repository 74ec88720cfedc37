/** Something that is told as it happens, to whoever follows it then. */
export class Channel<T> {
  private readonly followers = new Set<(told: T) => void>();

  tell(told: T): void {
    for (const follower of this.followers) follower(told);
  }

  /** Returns what ends it. */
  readonly follow = (follower: (told: T) => void): (() => void) => {
    this.followers.add(follower);
    return () => {
      this.followers.delete(follower);
    };
  };
}
