/** steps/counters.ts, in Lua. */
export const counters = `
local function counter_key(counter)
  return 'limit:' .. counter.key
end

local function count(counter, known)
  local key = counter_key(counter)
  local running = get(key)
  local n = (running and running.n or 0) + 1
  local filled = n == counter.limit
  local restart = not running or (filled and counter.block)
  local x = restart and now + counter.window or running.x
  local s = counter.strangers and (running and running.s or 0) + (known and 0 or 1) or nil
  set(key, { n = n, x = x, s = s }, x)
  return filled
end

local function is_reached(counter, running, known)
  if running.n >= counter.limit then return true end
  return not known and counter.strangers ~= nil and (running.s or 0) >= counter.strangers
end

local function find_limited(limits, known)
  local worst
  for _, counter in ipairs(limits) do
    local running = get(counter_key(counter))
    if running and is_reached(counter, running, known) then
      local retry_after = running.x - now
      if not worst or retry_after > worst.retryAfter then
        worst = { outcome = 'limited', limit = counter.name, retryAfter = retry_after }
      end
    end
  end
  return worst
end

local function release(names)
  for _, name in ipairs(names) do
    local key = 'limit:' .. name
    local running = get(key)
    if running and running.n > 0 then
      set(key, { n = running.n - 1, x = running.x, s = running.s }, running.x)
    end
  end
end
`;

export const release = `
local function step()
  release(input.counters)
  return true
end
`;
