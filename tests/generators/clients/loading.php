<?php
// Finds the generated classes and Guzzle, as Composer would, and loads every class.
require 'GuzzleHttp/autoload.php';

spl_autoload_register(function (string $name): void {
    $file = __DIR__ . '/lib/' . str_replace(['OpenAPI\\Client\\', '\\'], ['', '/'], $name) . '.php';
    if (is_file($file)) require_once $file;
});
foreach (glob(__DIR__ . '/lib/{*,*/*}.php', GLOB_BRACE) as $file) require_once $file;

function expect(mixed $found, mixed $wanted): void
{
    if ($found !== $wanted) {
        throw new Exception(json_encode($found) . " isn't " . json_encode($wanted));
    }
}
