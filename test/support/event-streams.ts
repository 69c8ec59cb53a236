/** Events that come when a test says so; they wait for who listens. */
export const createFeed = () => {
  const waiting: number[] = [];
  let wake = () => {};
  return {
    publish: (n: number) => {
      waiting.push(n);
      wake();
    },
    async *events() {
      for (;;) {
        const n = waiting.shift();
        if (n !== undefined) yield n;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
};

/** The same for any number of listeners, each of whom gets 0 when it has begun, and every event from then on. */
export const createBroadcast = () => {
  const feeds: ReturnType<typeof createFeed>[] = [];
  return {
    publish: (n: number) => {
      for (const feed of feeds) feed.publish(n);
    },
    events: () => {
      const feed = createFeed();
      feeds.push(feed);
      feed.publish(0);
      return feed.events();
    },
  };
};

/** What an answer in Server-Sent Events brings, event by event. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into events of any shape
export async function* readEvents(response: Response): AsyncGenerator<any> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (\{.*)$/m.exec(part)?.[1];
      if (data) yield JSON.parse(data);
    }
  }
}

/** The events of a subscription, over Server-Sent Events. */
export async function* listenOverHttp(
  url: string,
  query: string,
  { accessToken }: { readonly accessToken: string },
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
    },
    body: JSON.stringify({ query }),
  });
  yield* readEvents(response);
}
