/**
 * Writes, reads and deletes the record at `KEYS[1]`, which holds `ARGV[1]` meanwhile, and looks up which records the
 * server drops when it is full.
 */
export const check: string = `
redis.call('SET', KEYS[1], ARGV[1], 'PX', '1000')
local kept = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
-- Not every account may ask this.
local info = redis.pcall('INFO', 'memory')
local policy = type(info) == 'string' and info:match('maxmemory_policy:(%S+)') or nil
return cjson.encode({ kept = kept, policy = policy })
`;
