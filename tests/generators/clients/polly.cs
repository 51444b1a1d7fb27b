// As much of Polly as the generated client refers to; the client retries nothing unless it is told to.
namespace Polly
{
    using System; using System.Threading.Tasks;
    public enum OutcomeType { Successful, Failure }
    public class PolicyResult<T> { public OutcomeType Outcome; public T Result; public Exception FinalException; }
    public interface ISyncPolicy<T> { PolicyResult<T> ExecuteAndCapture(Func<T> send); }
    public interface IAsyncPolicy<T> { Task<PolicyResult<T>> ExecuteAndCaptureAsync(Func<Task<T>> send); }
}
