/** What the browser calls our wish to send when the network is back. */
export const SYNC_TAG = "suishoupai-outbox";
